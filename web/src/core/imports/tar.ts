/** The members of a tar: POSIX ustar and pax, and the long names of GNU (docs/imports.md, Members). */

import { textOfUtf8 } from "../bytes.ts";
import type { Member } from "./members.ts";
import { plainPath } from "./paths.ts";
import { demand, maxMembers, maxPathBytes } from "./refusal.ts";

const block = 512;
const maxExtensionBytes = 65_536;

type Header = {
  readonly type: string;
  readonly path: string;
  readonly size: number;
  readonly seconds: number;
};

/** What the headers before a member say of it. */
type Said = { readonly path?: string; readonly size?: number; readonly seconds?: number };

/** The files of a tar in order; `import_refused` for links, devices, and what does not hold. */
export async function tarMembers(blob: Blob): Promise<Member[]> {
  const members: Member[] = [];
  let said: Said = {};
  for (let at = 0; ; ) {
    const header = await headerAt(blob, at);
    if (header === null) return members;
    const start = at + block;
    const size = isExtension(header.type) ? header.size : (said.size ?? header.size);
    at = start + Math.ceil(size / block) * block;
    demand(start + size <= blob.size && members.length < maxMembers);
    if (isExtension(header.type)) {
      said = { ...said, ...(await extensionOf(blob, header, start)) };
      continue;
    }
    const member = memberOf(blob, { ...header, ...said, size }, start);
    if (member !== null) members.push(member);
    said = {};
  }
}

/** The header at a place; null at the end, which is an empty block. */
async function headerAt(blob: Blob, at: number): Promise<Header | null> {
  const bytes = new Uint8Array(await blob.slice(at, at + block).arrayBuffer());
  demand(bytes.length === block);
  if (bytes.every((byte) => byte === 0)) return null;
  const sum = bytes.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);
  demand(sum === octal(bytes, 148, 8));
  const prefix = textAt(bytes, 257, 5) === "ustar" ? textAt(bytes, 345, 155) : "";
  const name = textAt(bytes, 0, 100);
  return {
    type: String.fromCharCode(bytes[156] ?? 0),
    path: prefix === "" || textAt(bytes, 257, 8) === "ustar  " ? name : `${prefix}/${name}`,
    size: octal(bytes, 124, 12),
    seconds: octal(bytes, 136, 12),
  };
}

function isExtension(type: string): boolean {
  return type === "x" || type === "g" || type === "L" || type === "K";
}

async function extensionOf(blob: Blob, { type, size }: Header, start: number): Promise<Said> {
  demand(size <= maxExtensionBytes);
  const bytes = new Uint8Array(await blob.slice(start, start + size).arrayBuffer());
  if (type === "L") return { path: textAt(bytes, 0, bytes.length) };
  return type === "x" ? paxOf(bytes) : {};
}

/** Records of `length key=value` and a line end. */
function paxOf(bytes: Uint8Array): Said {
  let said: Said = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(textAt(bytes, at, space - at));
    demand(Number.isSafeInteger(length) && length > space - at + 1 && at + length <= bytes.length);
    const record = textAt(bytes, space + 1, at + length - 1 - (space + 1));
    said = { ...said, ...paxRecord(record) };
    at += length;
  }
  return said;
}

function paxRecord(record: string): Said {
  const [key, value] = [
    record.slice(0, record.indexOf("=")),
    record.slice(record.indexOf("=") + 1),
  ];
  if (key === "path") return { path: value };
  const number = Number(value);
  if (key !== "size" && key !== "mtime") return {};
  demand(
    Number.isFinite(number) && (key === "mtime" || (Number.isSafeInteger(number) && number >= 0)),
  );
  return key === "size" ? { size: number } : { seconds: number };
}

function memberOf(blob: Blob, { type, path, size, seconds }: Header, start: number): Member | null {
  if (type === "5") {
    demand(path.length <= maxPathBytes);
    if (path.replace(/[./\\]+/g, "") !== "") plainPath(path);
    return null;
  }
  demand(type === "0" || type === "\0" || type === "7");
  return {
    path: plainPath(path),
    changedAt: seconds > 0 ? { utc: Math.floor(seconds * 1000) } : null,
    size,
    bytes: async () => new Uint8Array(await blob.slice(start, start + size).arrayBuffer()),
  };
}

function octal(bytes: Uint8Array, at: number, length: number): number {
  if (((bytes[at] ?? 0) & 0x80) !== 0) return base256(bytes.subarray(at, at + length));
  const digits = textAt(bytes, at, length).trim();
  demand(/^[0-7]*$/.test(digits));
  return digits === "" ? 0 : Number.parseInt(digits, 8);
}

/** Numbers that are too large for octal digits, as GNU writes them. */
function base256(bytes: Uint8Array): number {
  const value = bytes.reduce((sum, byte, i) => sum * 256 + (i === 0 ? byte & 0x7f : byte), 0);
  demand(Number.isSafeInteger(value));
  return value;
}

/** UTF-8 up to the first NUL; other bytes are no name. */
function textAt(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  const text = textOfUtf8(end < 0 ? field : field.subarray(0, end));
  demand(text !== null);
  return text ?? "";
}
