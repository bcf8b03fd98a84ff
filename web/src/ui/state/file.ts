/**
 * A sheet as one HTML file: made on the device, opened without an account, with no script in it and a policy that lets it load nothing.
 */

export type Direction = "ltr" | "rtl";

export type File = {
  readonly title: string;
  /** An IETF tag. */
  readonly language: string;
  readonly direction: Direction;
  /** Markup; its words are escaped already. */
  readonly body: string;
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
svg { background: white; color: black; }
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
export function fileOf({ title, language, direction, body }: File): string {
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
${body}
</main>
</body>
</html>
`;
}

/** The direction of the page, as it was set for the language that is spoken. */
export function directionHere(): Direction {
  return document.documentElement.dir === "rtl" ? "rtl" : "ltr";
}
