/** The cases of tests/imports, which hold both implementations of docs/imports.md. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateRawSync } from "node:zlib";
import type { App, DroppedKind } from "../../../web/src/core/imports/item.ts";
import type { SourceFile } from "../../../web/src/core/imports/members.ts";
import type { Journal } from "../../../web/src/core/imports/records.ts";
import { fromHex, type Id, toHex } from "../../../web/src/core/protocol/encoding.ts";

type Recipe = {
  readonly zip?: {
    readonly path: string;
    readonly count: number;
    readonly text: string;
    readonly times: number;
    readonly deflated?: boolean;
  };
  readonly zip_says?: {
    readonly path: string;
    readonly count: number;
    readonly size: number;
    readonly packed: number;
  };
};

type CaseSource = {
  readonly is_folder: boolean;
  readonly files: readonly {
    readonly path: string;
    readonly modified_at: number;
    readonly file?: string;
    readonly recipe?: Recipe;
  }[];
};

export type ImportCase = {
  readonly area: string;
  readonly name: string;
  readonly reason: string;
  readonly id_key: string;
  readonly source: CaseSource;
  readonly choices: {
    readonly format: App | null;
    readonly zone: string;
    readonly now: number;
    readonly keep: readonly DroppedKind[];
    readonly with_trashed: boolean;
    readonly cover: boolean;
  };
  readonly expect: Readonly<Record<string, unknown>>;
};

const folder = fileURLToPath(new URL("../../imports", import.meta.url));

export function allCases(): ImportCase[] {
  return readdirSync(join(folder, "cases"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .sort()
    .map((path) => JSON.parse(readFileSync(join(folder, "cases", path), "utf8")));
}

export function sourceOf({ files }: CaseSource): SourceFile[] {
  return files.map(({ path, modified_at: modifiedAt, file, recipe }) => {
    const blob =
      file === undefined
        ? made(recipe ?? {})
        : new Blob([readFileSync(join(folder, "files", file))]);
    return { path, modifiedAt, blob };
  });
}

/** Ids as HMAC under the fixed K_id, counted with nothing of the code under test. */
export function journalOf(idKey: string): Journal {
  const key = crypto.subtle.importKey(
    "raw",
    fromHex(idKey),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const idOf = async (...parts: readonly string[]) => {
    const message = Buffer.concat(
      parts.map((part) => {
        const bytes = Buffer.from(part);
        const length = Buffer.alloc(2);
        length.writeUInt16BE(bytes.length);
        return Buffer.concat([length, bytes]);
      }),
    );
    const mac = await crypto.subtle.sign("HMAC", await key, message);
    return toHex(new Uint8Array(mac).subarray(0, 16)) as Id;
  };
  return { idOf, people: new Map(), has: () => false };
}

type Packed = { readonly packed: Uint8Array; readonly size: number; readonly crc: number };

function made({ zip, zip_says: says }: Recipe): Blob {
  if (says !== undefined) {
    const one = { packed: new Uint8Array(says.packed), size: says.size, crc: 0 };
    return zipOf(says.path, says.count, one, true);
  }
  if (zip === undefined) throw new Error("a recipe says what it makes");
  const text = Buffer.from(zip.text.repeat(zip.times));
  const isDeflated = zip.deflated === true;
  const packed = isDeflated ? deflateRawSync(text) : text;
  return zipOf(zip.path, zip.count, { packed, size: text.length, crc: crc32(text) }, isDeflated);
}

function zipOf(path: string, count: number, one: Packed, isDeflated: boolean): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Buffer<ArrayBuffer>[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const name = Buffer.from(path.replace("{}", String(i)));
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(isDeflated ? 8 : 0, 4);
    fields.writeUInt16LE(0x5821, 8);
    fields.writeUInt32LE(one.crc, 10);
    fields.writeUInt32LE(one.packed.length, 14);
    fields.writeUInt32LE(one.size, 18);
    fields.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, name]);
    directory.push(Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\0"), fields, tail, name]));
    parts.push(local, new Uint8Array(one.packed));
    at += local.length + one.packed.length;
  }
  const central = Buffer.concat(directory);
  return new Blob([...parts, central, endOf(count, central.length, at)]);
}

/** The end of the directory, with that of ZIP64 where there are too many. */
function endOf(count: number, size: number, at: number): Buffer<ArrayBuffer> {
  const end64 = Buffer.alloc(count > 0xffff ? 76 : 0);
  if (count > 0xffff) {
    end64.writeUInt32LE(0x0606_4b50, 0);
    end64.writeBigUInt64LE(44n, 4);
    for (const place of [24, 32]) end64.writeBigUInt64LE(BigInt(count), place);
    end64.writeBigUInt64LE(BigInt(size), 40);
    end64.writeBigUInt64LE(BigInt(at), 48);
    end64.writeUInt32LE(0x0706_4b50, 56);
    end64.writeBigUInt64LE(BigInt(at + size), 64);
    end64.writeUInt32LE(1, 72);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  for (const place of [8, 10]) end.writeUInt16LE(Math.min(count, 0xffff), place);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([end64, end]);
}
