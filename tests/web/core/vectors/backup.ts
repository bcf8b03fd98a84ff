import { parseManifest } from "../../../../web/src/core/backup/manifest.ts";
import { pageName, pageText, titleInNames } from "../../../../web/src/core/backup/page.ts";
import { sourceOf } from "../../../../web/src/core/backup/source.ts";
import { verifyBackup, verifyZip } from "../../../../web/src/core/backup/verify.ts";
import {
  type BackupRecord,
  backupFiles,
  type Unopened,
} from "../../../../web/src/core/backup/write.ts";
import { textOfUtf8, utf8 } from "../../../../web/src/core/bytes.ts";
import { parseId } from "../../../../web/src/core/protocol/encoding.ts";
import type { Area, Inputs } from "./vector.ts";

export const backup: Area = {
  title: (inputs) => ({ name: titleInNames(inputs.text("title")) }),
  page: (inputs) => {
    const [id, record] = [inputs.id("record"), inputs.object("value")];
    return { name: pageName(id, record), page: pageText(id, record) };
  },
  files: async (inputs) => {
    const contents = {
      records: recordsOf(inputs.inner("records"), inputs.inner("left_out")),
      checkpoint: inputs.bytes("checkpoint"),
      madeAt: inputs.number("made_at"),
    };
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    const files: [string, string | null][] = [];
    for await (const { path, bytes } of backupFiles(contents, watch)) {
      files.push([path, textOfUtf8(bytes)]);
    }
    return { files: Object.fromEntries(files) };
  },
  manifest: (inputs) => {
    const { made, records, pages, left_out } = parseManifest(utf8(inputs.text("manifest")));
    return { made, records, pages, left_out: left_out.length };
  },
  zip: async (inputs) => {
    const { manifest } = await verifyZip(sourceOf(new Blob([inputs.bytes("zip")])));
    return { paths: Object.keys(manifest.files).sort() };
  },
  open: async (inputs) => {
    const key = inputs.has("identity")
      ? { identity: inputs.text("identity") }
      : { passphrase: inputs.text("passphrase") };
    const { files } = await verifyBackup(new Blob([inputs.bytes("age")]), key);
    return { paths: Object.keys(files).sort() };
  },
};

async function* recordsOf(records: Inputs, leftOut: Inputs): AsyncGenerator<BackupRecord> {
  const keys = new Set([...Object.keys(records.values), ...Object.keys(leftOut.values)]);
  for (const id of [...keys].sort()) {
    const record = records.has(id) ? records.object(id) : null;
    yield {
      id: parseId(id),
      record,
      unopened: leftOut.has(id) ? unopened(leftOut.inner(id)) : null,
    };
  }
}

function unopened(given: Inputs): Unopened {
  const reason = given.text("reason") === "newer" ? "newer" : "unreadable";
  return { number: given.number("number"), reason };
}
