import { copy, language, speak } from "../copy/index.svelte.ts";

const KEY = "language";

/** Which language the app speaks: the one that was chosen, or the device's. The choice stays on this device too, for its locked screens. */
export class Speech {
  /** An IETF tag, or empty for the device's. */
  chosen: string = $state(localStorage.getItem(KEY) ?? "");
  /** The chosen one could not be fetched; the app goes on in the one before. */
  isMissing: boolean = $state(false);

  async choose(tag: string): Promise<void> {
    this.chosen = tag;
    localStorage.setItem(KEY, tag);
    await this.begin();
  }

  /** Speaks the chosen language as soon as it is here. */
  async begin(): Promise<void> {
    const device = navigator.languages;
    try {
      await speak(this.chosen ? [...regional(this.chosen, device), this.chosen] : device);
      this.isMissing = false;
    } catch {
      // Offline before it was ever fetched: said in the settings, and tried again at the next start.
      this.isMissing = true;
    }
    document.documentElement.lang = language();
    document.documentElement.dir = copy.direction;
  }
}

/** The device's own form of the language, as `de-AT` for `de`: its days and numbers are the ones the person knows. */
function regional(tag: string, device: readonly string[]): readonly string[] {
  return device.filter((one) => one.toLowerCase().startsWith(`${tag}-`));
}
