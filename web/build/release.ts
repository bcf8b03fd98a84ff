import { createHash } from "node:crypto";

const FORMAT = "goldseam release 1";

type Bytes = string | Uint8Array;

/** What a build consists of: its version, the headers that every answer of it carries, and the bytes of its files by path. */
export interface Contents {
  readonly version: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, Bytes>;
}

/** release.json, as docs/operations.md has it: hashes are SHA-256 in hex, names are sorted. */
export interface Release {
  readonly format: string;
  readonly version: string;
  readonly release: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

function sha256(bytes: Bytes): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function sorted(entries: Iterable<readonly [string, string]>): [string, string][] {
  return [...entries]
    .map(([a, b]): [string, string] => [a, b])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The hash over the lines of everything else; the same on every machine that builds the same sources. */
export function releaseOf({ version, headers, files }: Contents): Release {
  const answered = sorted(Object.entries(headers));
  const hashed = sorted([...files].map(([path, bytes]) => [path, sha256(bytes)]));
  const lines = [
    FORMAT,
    `version ${version}`,
    ...answered.map(([name, value]) => `header ${name}: ${value}`),
    ...hashed.map(([path, hash]) => `file ${hash} ${path}`),
  ];
  return {
    format: FORMAT,
    version,
    release: sha256(`${lines.join("\n")}\n`),
    headers: Object.fromEntries(answered),
    files: Object.fromEntries(hashed),
  };
}
