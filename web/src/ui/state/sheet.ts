/** The session sheet as one HTML file. All that a person wrote goes through `escaped`. */

import { type Direction, escaped, fileOf } from "./file.ts";
import { markdownElements } from "./sheet-markdown.ts";

/** One question or field and what stands in it; `label` empty for the page's own words. */
export type SheetPart = { readonly label: string; readonly words: string };

/** A page as it is read. */
export type SheetPage = {
  readonly record: string;
  readonly title: string;
  /** Kind and day, in words. */
  readonly about: string;
  readonly parts: readonly SheetPart[];
};

export type Sheet = {
  readonly title: string;
  /** An IETF tag. */
  readonly language: string;
  readonly direction: Direction;
  /** One line under the title. */
  readonly note: string;
  readonly pages: readonly SheetPage[];
};

/** The whole file, to be saved as UTF-8. */
export function sheetDocument({ title, language, direction, note, pages }: Sheet): string {
  const under = `<p class="about">${escaped(note)}</p>`;
  const body = `<h1>${escaped(title)}</h1>\n${under}\n${pages.map(article).join("\n")}`;
  return fileOf({ title, language, direction, body });
}

function article({ title, about, parts }: SheetPage): string {
  const heading = title === "" ? about : title;
  const under = title === "" ? "" : `<p class="about">${escaped(about)}</p>\n`;
  return `<article>\n<h2 dir="auto">${escaped(heading)}</h2>\n${under}${parts.map(part).join("\n")}\n</article>`;
}

/** A page's own words are Markdown; an answer stands as it was typed. */
function part({ label, words }: SheetPart): string {
  if (label === "") return `<section dir="auto">\n${markdownElements(words, escaped)}\n</section>`;
  return `<h3 dir="auto">${escaped(label)}</h3>\n<p dir="auto">${escaped(words)}</p>`;
}
