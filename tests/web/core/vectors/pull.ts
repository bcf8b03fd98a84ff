import { concat } from "../../../../web/src/core/bytes.ts";
import { verifyPull } from "../../../../web/src/core/crypto/verify.ts";
import { canonicalText } from "../../../../web/src/core/protocol/canonical.ts";
import type { Head, Pull, PullEnd } from "../../../../web/src/core/protocol/pages.ts";
import type { StoredRevision } from "../../../../web/src/core/protocol/revisions.ts";
import { pinnedOf } from "./keyring.ts";
import { markOf, revisionOf, shownState, stateOf, vaultKeyringOf } from "./vault.ts";
import type { Area, Inputs } from "./vector.ts";

export const pull: Area = {
  verify: async (inputs) => {
    const trust = {
      keys: await vaultKeyringOf(inputs),
      keyring: pinnedOf(inputs.inner("keyring")),
      mark: inputs.has("mark") ? markOf(inputs.inner("mark")) : null,
    };
    const state = stateOf(inputs.inner("state"), inputs.id("vault"));
    const verified = await verifyPull(trust, state, gather(inputs.inners("pages")));
    const opened = verified.revisions.flatMap(({ row, record }) => {
      return record === null ? [] : [[row.record, canonicalText(record)] as const];
    });
    const aside = verified.revisions.filter(({ record }) => record === null);
    return {
      state: shownState(verified.state),
      records: Object.fromEntries(opened),
      aside: aside.map(({ row }) => row.record).sort(),
    };
  },
};

function gather(pages: readonly Inputs[]): Pull {
  const last = pages.at(-1);
  if (last === undefined) throw new TypeError("a pull has a page");
  const revisions = pages.flatMap((page) => page.inners("revisions").map(storedOf));
  const commits = concat(...pages.map((page) => page.bytes("commits")));
  return { revisions, commits, ...endOf(last) };
}

function endOf(page: Inputs): PullEnd {
  return {
    sequence: page.has("sequence") ? page.number("sequence") : null,
    head: page.has("head") ? headOf(page.inner("head")) : null,
  };
}

function storedOf(inputs: Inputs): StoredRevision {
  const [epoch, sequence] = [inputs.number("epoch"), inputs.number("sequence")];
  return { ...revisionOf(inputs), epoch, sequence };
}

function headOf(inputs: Inputs): Head {
  return {
    sequence: inputs.number("sequence"),
    epoch: inputs.number("epoch"),
    keyring_version: inputs.number("keyring_version"),
    device: inputs.id("device"),
    commit: inputs.bytes("commit"),
    tag: inputs.bytes("tag"),
    signature: inputs.bytes("signature"),
  };
}
