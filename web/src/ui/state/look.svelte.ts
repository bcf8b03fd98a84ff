export const themes = ["system", "light", "dark", "dim"] as const;
export type Theme = (typeof themes)[number];

const KEY = "theme";

function kept(): Theme {
  const found = localStorage.getItem(KEY);
  return themes.find((theme) => theme === found) ?? "system";
}

/** Light, dark, dim, or as the device has it. The choice stays on this device; it tells nothing about what is written. */
export class Look {
  theme: Theme = $state(kept());

  constructor() {
    this.#paint();
  }

  choose(theme: Theme): void {
    this.theme = theme;
    localStorage.setItem(KEY, theme);
    this.#paint();
  }

  #paint(): void {
    if (this.theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.theme;
  }
}
