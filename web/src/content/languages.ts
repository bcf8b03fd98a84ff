/** The languages that the app speaks. Each file of words has one of them in its name, and all have the same ids. */

export const languages = ["en", "de"] as const;

export type Language = (typeof languages)[number];

const fallback: Language = "en";

/** The first wanted language that there is, English if none; `wanted` are tags such as `de-AT`, the best first. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [primary] = tag.toLowerCase().split("-");
    const found = languages.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return fallback;
}
