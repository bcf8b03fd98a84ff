import { words } from "../../../../web/src/content/words.ts";
import { isEqual } from "../../../../web/src/core/bytes.ts";
import {
  chainOver,
  chainStart,
  commitDigest,
  isCommitSigned,
} from "../../../../web/src/core/crypto/chain.ts";
import {
  checkpointToBytes,
  checkpointWords,
  parseCheckpoint,
} from "../../../../web/src/core/crypto/checkpoint.ts";
import { buildCommit } from "../../../../web/src/core/crypto/commit.ts";
import { rowOf } from "../../../../web/src/core/crypto/state.ts";
import { signingKey } from "../../../../web/src/core/crypto/suite.ts";
import { fold, headTag, itemOf } from "../../../../web/src/core/crypto/tag.ts";
import { Alarm, Malformed, Refusal } from "../../../../web/src/core/errors.ts";
import { fromHex, toHex } from "../../../../web/src/core/protocol/encoding.ts";
import {
  idsOf,
  integerOf,
  markOf,
  revisionOf,
  rowOfHex,
  shownInteger,
  shownState,
  stateOf,
  vaultKeyringOf,
  vaultKeysOf,
} from "./vault.ts";
import { type Area, type Inputs, shown } from "./vector.ts";

export const commits: Area = {
  digest: async (inputs) => ({ commit: toHex(await digestOf(inputs)) }),
  "check-digest": async (inputs) => {
    if (!isEqual(await digestOf(inputs), inputs.bytes("commit"))) throw new Malformed("digest");
    return {};
  },
  chain: async (inputs) => {
    const digests = inputs.list("commits").map((digest) => fromHex(String(digest)));
    return { chain: toHex(await chainOver(await chainStart(inputs.id("vault")), digests)) };
  },
  item: async (inputs) => {
    const item = await itemOf(await vaultKeysOf(inputs), rowOfHex(inputs.text("row")));
    return { item: shownInteger(item) };
  },
  sum: (inputs) => {
    const [added, removed] = ["added", "removed"].map((name) => inputs.list(name).map(integerOf));
    return { total: shownInteger(fold(0n, added ?? [], removed)) };
  },
  tag: async (inputs) => ({ tag: toHex(await tagOf(inputs)) }),
  "check-tag": async (inputs) => {
    if (!isEqual(await tagOf(inputs), inputs.bytes("tag"))) throw new Alarm("tag_mismatch");
    return {};
  },
  "check-signature": async (inputs) => {
    const [commit, tag] = [inputs.bytes("commit"), inputs.bytes("tag")];
    const signature = inputs.bytes("signature");
    const holds = await isCommitSigned(inputs.bytes("public"), signature, commit, tag);
    if (!holds) throw new Refusal("bad_signature");
    return {};
  },
  build: async (inputs) => {
    const state = stateOf(inputs.inner("state"), inputs.id("vault"));
    const draft = {
      epoch: inputs.number("epoch"),
      keyringVersion: inputs.number("keyring_version"),
      revisions: inputs.inners("revisions").map(revisionOf),
      erase: idsOf(inputs, "erase"),
    };
    const key = await signingKey(inputs.bytes("device_seed"));
    const committer = { device: inputs.id("device"), key };
    const built = await buildCommit(await vaultKeyringOf(inputs), state, draft, committer);
    return {
      commit: toHex(built.digest),
      body: shown(built.body),
      state: shownState(built.state),
    };
  },
  checkpoint: async (inputs) => {
    const checkpoint = checkpointToBytes({
      keyringVersion: inputs.number("keyring_version"),
      keyringDigest: inputs.bytes("keyring_digest"),
      vaults: inputs.inners("vaults").map(markOf),
    });
    const spoken = (await checkpointWords(checkpoint, words)).join(" ");
    return { checkpoint: toHex(checkpoint), words: spoken };
  },
  "parse-checkpoint": (inputs) => {
    const checkpoint = parseCheckpoint(inputs.bytes("checkpoint"));
    return {
      keyring_version: checkpoint.keyringVersion,
      keyring_digest: toHex(checkpoint.keyringDigest),
      vaults: shown(checkpoint.vaults),
    };
  },
};

async function digestOf(inputs: Inputs) {
  const body = inputs.inner("body");
  const epoch = body.number("epoch");
  const revisions = body.inners("revisions").map(revisionOf);
  return commitDigest({
    vault: inputs.id("vault"),
    base: inputs.number("base"),
    epoch,
    device: inputs.id("device"),
    rows: await Promise.all(revisions.map((revision) => rowOf(revision, epoch))),
    erase: idsOf(body, "erase"),
    blobs: idsOf(body, "blobs"),
    drop: idsOf(body, "drop"),
  });
}

async function tagOf(inputs: Inputs) {
  return headTag(await vaultKeysOf(inputs), {
    sequence: inputs.number("sequence"),
    keyringVersion: inputs.number("keyring_version"),
    records: inputs.number("records"),
    chain: inputs.bytes("chain"),
    total: integerOf(inputs.text("total")),
  });
}
