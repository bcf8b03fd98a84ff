import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openBackup } from "../../../web/src/core/backup/restore.ts";
import { verifyBackup } from "../../../web/src/core/backup/verify.ts";

const folder = new URL("../../backups/", import.meta.url);
const kept = readdirSync(folder).flatMap((name) => /^(.+)\.age$/.exec(name)?.[1] ?? []);

test("there is a backup of each released format", () => {
  expect(kept).toEqual(["0.1"]);
});

describe.each(kept)("the backup of %s", (name) => {
  const file = new Blob([new Uint8Array(readFileSync(new URL(`${name}.age`, folder)))]);
  const expected = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
  const key = { passphrase: String(expected.passphrase) };

  test("opens, and every file is as it was", async () => {
    const { files, ...manifest } = await verifyBackup(file, key);
    const { passphrase: _, contents: __, files: hashes, ...rest } = expected;
    expect(manifest).toMatchObject(rest);
    const found = Object.entries(files).map(([path, { sha256 }]) => [path, sha256]);
    expect(Object.fromEntries(found)).toEqual(hashes);
  });

  test("gives every record that is restored", async () => {
    const backup = await openBackup(file, key);
    const backed = await Promise.all(backup.records.map(backup.read));
    const found = backed.map(({ record, value }) => [record, value]);
    expect(Object.fromEntries(found)).toEqual(expected.contents);
  });
});
