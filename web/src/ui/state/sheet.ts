/**
 * The session sheet as one HTML file: made on the device, opened without an account, with no script in it and a policy
 * that lets it load nothing. All that a person wrote goes through `escaped`.
 */

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
  readonly direction: "ltr" | "rtl";
  /** One line under the title. */
  readonly note: string;
  readonly pages: readonly SheetPage[];
};

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const style = `
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem; font: 1.0625rem/1.6 ui-serif, Georgia, serif; }
h1 { font-size: 1.375rem; }
h2 { font-size: 1.1875rem; margin-block-end: 0; }
h3 { font: 600 0.9375rem/1.6 system-ui, sans-serif; margin-block: 1rem 0; }
h4 { font-size: 1.0625rem; margin-block: 1rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 3px solid; }
article { border-block-start: 1px solid; padding-block: 0.5rem 1rem; }
p { margin-block: 0.25rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.about { font: 0.9375rem/1.6 system-ui, sans-serif; }
@media print { h2, h3, h4 { break-after: avoid; } p { orphans: 3; widows: 3; } }`;

/** Text that is the same text in an element and in an attribute. */
export function escaped(text: string): string {
  const signs: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? "");
}

/** The whole file, to be saved as UTF-8. */
export function sheetDocument({ title, language, direction, note, pages }: Sheet): string {
  return `<!doctype html>
<html lang="${escaped(language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${style}
</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p class="about">${escaped(note)}</p>
${pages.map(article).join("\n")}
</main>
</body>
</html>
`;
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
