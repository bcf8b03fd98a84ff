/** Links of a Markdown page to other members of its source (docs/imports.md, markdown). */

import { inWords } from "./code.ts";
import { plainName } from "./inline.ts";
import type { Media } from "./item.ts";
import type { Library } from "./library.ts";
import { baseName, folderOf, linkedPath } from "./paths.ts";

const wikiLink = /(!?)\[\[([^[\]\n|]+)(?:\|([^[\]\n]*))?\]\]/g;
const plainLink =
  /!?\[([^[\]\n]*)\]\((<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'))?[ \t]*\)/g;

/** The body with media named in place of links to it; code stays. */
export function resolveLinks(
  body: string,
  path: string,
  library: Library,
  found: (media: Media) => void,
): string {
  const named = (member: string) => {
    const name = plainName(baseName(member));
    found({ name, member });
    return `[media: ${name}]`;
  };
  const toWiki = (whole: string, sign: string, target: string, words: string | undefined) => {
    const name = (target.split("#")[0] ?? "").trim();
    const shown = (words ?? "").trim() || name || target.trim();
    if (sign === "") return shown;
    const member = mediaOf(library, folderOf(path), name);
    if (member !== null) return named(member);
    return library.hasPage(name) ? shown : whole;
  };
  const toPlain = (whole: string, _words: string, target: string) => {
    const link = target.startsWith("<") ? target.slice(1, -1) : target;
    if (link === "" || /^[a-z][a-z0-9+.-]*:/i.test(link)) return whole;
    const member = memberOf(library, folderOf(path), link);
    return member === null ? whole : named(member);
  };
  return inWords(body, (words) => words.replace(wikiLink, toWiki).replace(plainLink, toPlain));
}

/** Relative to the page, else to the root. */
function memberOf(library: Library, folder: string, link: string): string | null {
  for (const from of [folder, ""]) {
    const path = linkedPath(from, link);
    const member = path === null ? null : library.mediaAt(path);
    if (member !== null) return member;
  }
  return null;
}

function mediaOf(library: Library, folder: string, name: string): string | null {
  return memberOf(library, folder, name) ?? library.mediaNamed(baseName(name));
}
