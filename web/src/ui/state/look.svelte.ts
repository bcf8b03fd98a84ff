import type { Settings } from "../../core/model/settings.ts";

export const themes = ["system", "light", "dark", "dim"] as const;
export const textSizes = ["standard", "large", "larger"] as const;
export type Theme = (typeof themes)[number];
export type TextSize = (typeof textSizes)[number];

function kept<T extends string>(key: string, all: readonly [T, ...T[]]): T {
  const found = localStorage.getItem(key);
  return all.find((one) => one === found) ?? all[0];
}

/**
 * Theme, size of text, and whether anything moves. The account's settings say so; a copy stays on this device for the screens before
 * it is opened. It tells nothing about what is written.
 */
export class Look {
  theme: Theme = $state(kept("theme", themes));
  textSize: TextSize = $state(kept("text-size", textSizes));
  isStill: boolean = $state(localStorage.getItem("still") === "yes");

  constructor() {
    this.#paint();
  }

  choose(theme: Theme): void {
    this.theme = theme;
    this.#keep();
  }

  size(textSize: TextSize): void {
    this.textSize = textSize;
    this.#keep();
  }

  still(isStill: boolean): void {
    this.isStill = isStill;
    this.#keep();
  }

  /** As the account has chosen; what it never chose stays as this device has it. */
  follow(settings: Pick<Settings, "theme" | "textSize" | "motionOff">): void {
    this.theme = themes.find((one) => one === settings.theme) ?? this.theme;
    this.textSize = textSizes.find((one) => one === settings.textSize) ?? this.textSize;
    this.isStill = settings.motionOff;
    this.#keep();
  }

  #keep(): void {
    localStorage.setItem("theme", this.theme);
    localStorage.setItem("text-size", this.textSize);
    localStorage.setItem("still", this.isStill ? "yes" : "no");
    this.#paint();
  }

  #paint(): void {
    const { dataset } = document.documentElement;
    mark(dataset, "theme", this.theme, themes[0]);
    mark(dataset, "text", this.textSize, textSizes[0]);
    mark(dataset, "still", this.isStill ? "yes" : "", "");
  }
}

function mark(dataset: DOMStringMap, name: string, value: string, usual: string): void {
  if (value === usual) delete dataset[name];
  else dataset[name] = value;
}
