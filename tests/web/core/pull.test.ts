import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat } from "../../../web/src/core/bytes.ts";
import { type BuiltCommit, buildCommit } from "../../../web/src/core/crypto/commit.ts";
import type { PinnedKeyring } from "../../../web/src/core/crypto/keyring.ts";
import { deriveVaultKeys, makeId, makeSecret } from "../../../web/src/core/crypto/keys.ts";
import { sealRevision } from "../../../web/src/core/crypto/seal.ts";
import { freshState, type VaultState } from "../../../web/src/core/crypto/state.ts";
import { makeSigningKey } from "../../../web/src/core/crypto/suite.ts";
import { type Trust, verifyPull } from "../../../web/src/core/crypto/verify.ts";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import { toHex } from "../../../web/src/core/protocol/encoding.ts";
import type { Pull } from "../../../web/src/core/protocol/pages.ts";
import type { StoredRevision } from "../../../web/src/core/protocol/revisions.ts";
import { random } from "./values.ts";

const vault = makeId(random);
const device = makeId(random);
const key = await makeSigningKey();
const keys = new Map([[1, await deriveVaultKeys(makeSecret(random), vault, 1)]]);
const trust: Trust = { keys, keyring: keyringWith(toHex(key.public)), mark: null };
const recordIds = Array.from({ length: 4 }, () => makeId(random));

/** Which records each of a few commits writes. */
const histories = fc.array(fc.uniqueArray(fc.constantFrom(...recordIds), { maxLength: 4 }), {
  minLength: 1,
  maxLength: 6,
});

test("a device that pulls at any moments ends in the state of the one that committed", async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.func(fc.boolean()), async (history, isPulling) => {
      const server = await serve(history);
      let state = await freshState(vault);
      for (let sequence = 1; sequence <= history.length; sequence++) {
        if (sequence < history.length && !isPulling(sequence)) continue;
        const verified = await verifyPull(trust, state, pullOf(server, state.sequence, sequence));
        state = verified.state;
      }
      expect(state).toEqual(server.at(-1)?.commit.state);
    }),
    { numRuns: 30 },
  );
});

test("what a pull brings is opened, and what is held already is not brought again", async () => {
  const server = await serve([recordIds, recordIds.slice(0, 1)]);
  const first = await verifyPull(trust, await freshState(vault), pullOf(server, 0, 1));
  expect(first.revisions.map(({ record }) => record?.title)).toEqual(["1", "1", "1", "1"]);
  const second = await verifyPull(trust, first.state, pullOf(server, 1, 2));
  expect(second.revisions.map(({ row }) => row.record)).toEqual(recordIds.slice(0, 1));
});

test("a pull with nothing new changes nothing", async () => {
  const server = await serve([recordIds]);
  const held = await stateOf(server);
  const verified = await verifyPull(trust, held, pullOf(server, 1, 1));
  expect(verified).toEqual({ state: held, revisions: [] });
});

describe("two branches of one history never join again", () => {
  test("even when both overwrote the same record in their last commit", async () => {
    const common = await serve([recordIds]);
    const [left, right] = [await continued(common, "left"), await continued(common, "right")];
    const held = left.at(-1)?.commit.state ?? (await freshState(vault));
    const both = await continued(right, "both");
    await expect(verifyPull(trust, held, pullOf(both, 2, 3))).rejects.toMatchObject({
      name: "Alarm",
    });
  });
});

test("a commit is the same in whatever order its revisions and erasures came", async () => {
  const base = await freshState(vault);
  const revisions = await Promise.all(recordIds.map((record) => stored(base, record, page("1"))));
  const draft = { epoch: 1, keyringVersion: 1, revisions, erase: recordIds };
  const turned = { ...draft, revisions: revisions.toReversed(), erase: recordIds.toReversed() };
  const [one, other] = [draft, turned].map((asked) =>
    buildCommit(keys, base, asked, { device, key }),
  );
  expect((await one)?.body).toEqual((await other)?.body);
  expect((await one)?.body.erase).toEqual(recordIds.toSorted());
});

type Committed = { readonly commit: BuiltCommit; readonly revisions: readonly StoredRevision[] };

/** A server that holds a history of commits, each of which writes some records. */
async function serve(history: readonly (readonly Id[])[]): Promise<Committed[]> {
  const server: Committed[] = [];
  for (const written of history) server.push(await committed(server, written, "1"));
  return server;
}

async function continued(server: readonly Committed[], title: string): Promise<Committed[]> {
  return [...server, await committed(server, recordIds.slice(0, 1), title)];
}

async function committed(
  server: readonly Committed[],
  written: readonly Id[],
  title: string,
): Promise<Committed> {
  const base = await stateOf(server);
  const sequence = base.sequence + 1;
  const revisions = await Promise.all(written.map((record) => stored(base, record, page(title))));
  const draft = { epoch: 1, keyringVersion: 1, revisions, erase: [] };
  const commit = await buildCommit(keys, base, draft, { device, key });
  return { commit, revisions: revisions.map((revision) => ({ ...revision, epoch: 1, sequence })) };
}

async function stored(
  base: VaultState,
  record: Id,
  value: { kind: string; title: string; body: string },
) {
  const number = (base.rows.get(record)?.number ?? 0) + 1;
  const ofEpoch = keys.get(1);
  if (ofEpoch === undefined) throw new TypeError("no key");
  return { record, number, sealed: await sealRevision(ofEpoch, { record, number }, value, random) };
}

async function stateOf(server: readonly Committed[]): Promise<VaultState> {
  return server.at(-1)?.commit.state ?? (await freshState(vault));
}

function page(title: string) {
  return { kind: "entry", title, body: "" };
}

/** The newest revision of every record that changed after `since`, as of `sequence`. */
function pullOf(server: readonly Committed[], since: number, sequence: number): Pull {
  const newest = new Map<Id, StoredRevision>();
  for (const { revisions } of server.slice(0, sequence)) {
    for (const revision of revisions) newest.set(revision.record, revision);
  }
  const { body, digest } = server[sequence - 1]?.commit ?? fail();
  return {
    revisions: [...newest.values()].filter((revision) => revision.sequence > since),
    sequence,
    commits: concat(...server.slice(since, sequence).map(({ commit }) => commit.digest)),
    head: {
      sequence,
      epoch: body.epoch,
      keyring_version: body.keyring_version,
      device,
      commit: digest,
      tag: body.tag,
      signature: body.signature,
    },
  };
}

function fail(): never {
  throw new TypeError("no such commit");
}

function keyringWith(publicKey: string): PinnedKeyring {
  return {
    version: 1,
    digest: new Uint8Array(32),
    document: {
      version: 1,
      epoch: 1,
      previous: "00".repeat(32),
      slots: {},
      login_keys: { "1": "00".repeat(32), "2": "00".repeat(32) },
      devices: { [device]: { name: "Phone", key: publicKey, added: "2026-11-22", revoked: null } },
      vaults: {},
      identity: {},
    },
  };
}
