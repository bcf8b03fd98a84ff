import { type Bytes, concat, utf8 } from "../../../../web/src/core/bytes.ts";
import { buildCommit } from "../../../../web/src/core/crypto/commit.ts";
import { sealEnvelope, version1 } from "../../../../web/src/core/crypto/envelope.ts";
import { sealRevision } from "../../../../web/src/core/crypto/seal.ts";
import { freshState, keysOf } from "../../../../web/src/core/crypto/state.ts";
import { platformRandom } from "../../../../web/src/core/crypto/suite.ts";
import type { JsonObject } from "../../../../web/src/core/protocol/canonical.ts";
import { encodeCommit } from "../../../../web/src/core/protocol/commits.ts";
import {
  type Id,
  idToBytes,
  label,
  pad,
  toHex,
  u32,
  u64,
} from "../../../../web/src/core/protocol/encoding.ts";
import type { Revision } from "../../../../web/src/core/protocol/revisions.ts";
import { leastRevisionBytes } from "../../../../web/src/core/protocol/sizes.ts";
import type { Member } from "./family.ts";
import type { ModelServer } from "./model-server.ts";

/** The first commit of a vault, with exactly these revisions: what a key holder's odd client could have made. */
export async function commitRaw(
  server: ModelServer,
  { keys }: Member,
  revisions: readonly Revision[],
): Promise<void> {
  const { vault, vaultKeys, keyring, device, deviceKey } = keys;
  const draft = { epoch: 1, keyringVersion: keyring.version, revisions, erase: [] };
  const committer = { device, key: deviceKey };
  const built = await buildCommit(vaultKeys, await freshState(vault), draft, committer);
  const path = `/v1/vaults/${vault}/commits/0/${toHex(built.digest)}`;
  const body = encodeCommit(built.body);
  const caller = { device, publicKey: deviceKey.public };
  const reply = await server.answer({ method: "PUT", path, body, token: null }, caller);
  if (reply.kind !== "answer") throw new Error(reply.kind);
}

/** A sealed revision of a record, as its device seals it. */
export function sealed(
  { keys }: Member,
  record: Id,
  number: number,
  value: JsonObject,
): Promise<Bytes> {
  const place = { record, number };
  return sealRevision(keysOf(keys.vaultKeys, 1), place, value, platformRandom);
}

/** A sealed revision of exactly this text, padded to at least so many bytes, which no client of ours would write. */
export function sealedText(
  { keys }: Member,
  record: Id,
  text: string,
  least = leastRevisionBytes,
): Promise<Bytes> {
  const { seal } = keysOf(keys.vaultKeys, 1);
  const place = [idToBytes(keys.vault), idToBytes(record), u64(1), u32(1)];
  const aad = concat(label("goldseam/1/revision"), version1, ...place);
  const plaintext = pad(concat(version1, utf8(text)), least);
  return sealEnvelope(seal, plaintext, aad, platformRandom);
}
