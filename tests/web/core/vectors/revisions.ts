import { deriveRecordId, deriveVaultKeys } from "../../../../web/src/core/crypto/keys.ts";
import { openRevision, sealRevision } from "../../../../web/src/core/crypto/seal.ts";
import { rowOf } from "../../../../web/src/core/crypto/state.ts";
import { canonicalText } from "../../../../web/src/core/protocol/canonical.ts";
import { toHex } from "../../../../web/src/core/protocol/encoding.ts";
import { rowToBytes } from "../../../../web/src/core/protocol/revisions.ts";
import { vaultKeysOf } from "./vault.ts";
import { type Area, fixedRandom, type Inputs } from "./vector.ts";

export const revisions: Area = {
  seal: async (inputs) => {
    const random = fixedRandom(inputs.bytes("nonce"));
    const keys = await vaultKeysOf(inputs);
    const sealed = await sealRevision(keys, placeOf(inputs), inputs.object("value"), random);
    return { sealed: toHex(sealed) };
  },
  open: async (inputs) => {
    const keys = await vaultKeysOf(inputs);
    const record = await openRevision(keys, placeOf(inputs), inputs.bytes("sealed"));
    return { canonical: canonicalText(record) };
  },
  row: async (inputs) => {
    const revision = { ...placeOf(inputs), sealed: inputs.bytes("sealed") };
    return { row: toHex(rowToBytes(await rowOf(revision, inputs.number("epoch")))) };
  },
  "record-id": async (inputs) => {
    const keys = await deriveVaultKeys(inputs.bytes("first_key"), inputs.id("vault"), 1);
    const origin = {
      kind: inputs.text("kind"),
      app: inputs.text("app"),
      original: inputs.text("original_id"),
    };
    return { record: await deriveRecordId(keys, origin) };
  },
};

function placeOf(inputs: Inputs) {
  return { record: inputs.id("record"), number: inputs.number("number") };
}
