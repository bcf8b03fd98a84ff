/** Paths of members: made plain, refused, passed over (docs/imports.md, Members). */

import { utf8 } from "../bytes.ts";
import { demand, maxPathBytes, maxPathSegments } from "./refusal.ts";

const passedOverFolders: ReadonlySet<string> = new Set(["__MACOSX", ".git", ".obsidian", ".trash"]);

const textExtensions: ReadonlySet<string> = new Set([
  "md",
  "markdown",
  "txt",
  "json",
  "html",
  "htm",
]);

/** The path with `/` between its segments, NFC; `import_refused` for one that could lead elsewhere. */
export function plainPath(raw: string): string {
  const slashed = raw.replaceAll("\\", "/");
  demand(!slashed.startsWith("/") && !slashed.includes("\0") && !/^[A-Za-z]:/.test(slashed));
  const segments = slashed.split("/").filter((part) => part !== "" && part !== ".");
  demand(!segments.includes("..") && segments.length > 0 && segments.length <= maxPathSegments);
  const path = segments.join("/").normalize("NFC");
  demand(utf8(path).length <= maxPathBytes);
  return path;
}

/** Whether a member is of the system or of an app, and nobody's page. */
export function isPassedOver(path: string): boolean {
  const segments = path.split("/");
  return segments.some((part) => passedOverFolders.has(part)) || baseName(path).startsWith(".");
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folder in which a path lies, empty at the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The last segment without what follows its last dot. */
export function stemOf(path: string): string {
  return baseName(path).replace(/\.[^.]*$/, "");
}

/** What follows the last dot, in lower case, empty for none. */
export function extensionOf(path: string): string {
  return /\.([^.]*)$/.exec(baseName(path))?.[1]?.toLowerCase() ?? "";
}

/** What a link in a file of `folder` points at: percent signs undone, `.` and `..` followed; null for no path. */
export function linkedPath(folder: string, link: string): string | null {
  const segments = link.startsWith("/") || folder === "" ? [] : folder.split("/");
  for (const part of percentDecoded(link).replaceAll("\\", "/").split("/")) {
    if (part === "..") {
      if (segments.pop() === undefined) return null;
    } else if (part !== "" && part !== ".") segments.push(part);
  }
  return segments.join("/").normalize("NFC");
}

/** `%XX` as UTF-8; what is none becomes U+FFFD, a percent sign alone means itself. */
export function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (found) => {
    const bytes = found.slice(1).split("%");
    return new TextDecoder().decode(Uint8Array.from(bytes, (hex) => Number.parseInt(hex, 16)));
  });
}

/** Whether a member may be read as a text; nothing else is ever unpacked. */
export function isText(path: string): boolean {
  return textExtensions.has(extensionOf(path));
}
