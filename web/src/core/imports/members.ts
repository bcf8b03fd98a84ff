/** What a source is made of: files, folders, a zip or a tar, as paths with bytes (docs/imports.md, Members). */

import { type Bytes, compareBytes, utf8 } from "../bytes.ts";
import { ImportError } from "../errors.ts";
import { extensionOf, isPassedOver, isText, plainPath } from "./paths.ts";
import { demand, maxMembers, maxTextBytes, maxTextsBytes } from "./refusal.ts";
import { tarMembers } from "./tar.ts";

/** When a member was changed last: UTC milliseconds, or a zip's wall clock without a zone; null where it does not say. */
export type ChangedAt = { readonly utc: number } | { readonly wall: number } | null;

/** `size` in bytes, unpacked. */
export type Member = {
  readonly path: string;
  readonly changedAt: ChangedAt;
  readonly size: number;
  readonly bytes: () => Promise<Bytes>;
};

export type SourceKind = "files" | "folder" | "zip" | "tar";

export type Source = { readonly kind: SourceKind; readonly members: readonly Member[] };

/** A file as it was chosen; `path` within the chosen folder, or its name. `modifiedAt` in UTC milliseconds, 0 for not known. */
export type SourceFile = {
  readonly path: string;
  readonly modifiedAt: number;
  readonly blob: Blob;
};

/** The members of what was chosen; `import_refused` where one of them must not be. */
export async function openSource(files: readonly SourceFile[], isFolder: boolean): Promise<Source> {
  const [only] = files;
  if (!isFolder && files.length === 1 && only !== undefined) {
    const kind = await archiveKind(only);
    if (kind !== null) return { kind, members: keptOf(await archiveMembers(kind, only.blob)) };
  }
  const members = keptOf(files.map(memberOf));
  if (!isFolder) return { kind: "files", members };
  return { kind: "folder", members: members.sort(byPath) };
}

function byPath(left: Member, right: Member): number {
  return compareBytes(utf8(left.path), utf8(right.path));
}

/** By its first bytes; `import_refused` where only its name promises an archive. */
async function archiveKind({ path, blob }: SourceFile): Promise<"zip" | "tar" | null> {
  const head = new Uint8Array(await blob.slice(0, 512).arrayBuffer());
  const ascii = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  if (ascii(0, 4) === "PK\u0003\u0004" || ascii(0, 4) === "PK\u0005\u0006") return "zip";
  if (ascii(257, 262) === "ustar") return "tar";
  const extension = extensionOf(path);
  if (extension === "age") throw new ImportError("import_is_backup");
  demand(!["zip", "jex", "tar"].includes(extension));
  return null;
}

async function archiveMembers(kind: "zip" | "tar", blob: Blob): Promise<Member[]> {
  if (kind === "tar") return tarMembers(blob);
  const { zipMembers } = await import("./zip.ts"); // large, and many sources are none
  return zipMembers(blob);
}

function memberOf({ path, modifiedAt, blob }: SourceFile): Member {
  return {
    path: plainPath(path),
    changedAt: modifiedAt > 0 ? { utc: modifiedAt } : null,
    size: blob.size,
    bytes: async () => new Uint8Array(await blob.arrayBuffer()),
  };
}

/** What is not passed over, once nothing is refused. */
function keptOf(members: readonly Member[]): Member[] {
  demand(members.length <= maxMembers);
  demand(new Set(members.map(({ path }) => path)).size === members.length);
  const kept = members.filter(({ path }) => !isPassedOver(path));
  const texts = kept.filter(({ path }) => isText(path));
  demand(texts.every(({ size }) => size <= maxTextBytes));
  demand(texts.reduce((sum, { size }) => sum + size, 0) <= maxTextsBytes);
  return kept;
}
