import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { acceptNewest } from "../../../web/src/core/crypto/accept.ts";
import { listedSlots, listedWraps } from "../../../web/src/core/crypto/keyring.ts";
import {
  deriveAccountKeys,
  deriveLocalKey,
  deriveVaultKeys,
  openWrap,
  type RootKeys,
} from "../../../web/src/core/crypto/keys.ts";
import { deriveLoginKey } from "../../../web/src/core/crypto/login.ts";
import { openLocal } from "../../../web/src/core/crypto/seal.ts";
import { openSlot, passphraseWayIn, recoveryWayIn } from "../../../web/src/core/crypto/slots.ts";
import { freshState } from "../../../web/src/core/crypto/state.ts";
import { verifyPull } from "../../../web/src/core/crypto/verify.ts";
import { parseObject } from "../../../web/src/core/protocol/canonical.ts";
import type { Pull } from "../../../web/src/core/protocol/pages.ts";
import { headerFromJson } from "../../../web/src/core/sync/header.ts";
import { keyringOf, wrapOf } from "./vectors/keyring.ts";
import { slotOf } from "./vectors/slots.ts";
import { Inputs, shown } from "./vectors/vector.ts";

const file = new URL("../../fixtures/sealed-v0.1/account.json", import.meta.url);
const kept = new Inputs(JSON.parse(readFileSync(file, "utf8")));
const account = kept.id("account");
const [byPassphrase, byCode] = kept.inners("slots").map(slotOf);
const wrap = wrapOf(kept.inners("wraps")[0] ?? kept);
const head = kept.inner("head");
const pull: Pull = {
  revisions: kept.inners("revisions").map((revision) => ({
    record: revision.id("record"),
    number: revision.number("number"),
    epoch: revision.number("epoch"),
    sequence: revision.number("sequence"),
    sealed: revision.bytes("sealed"),
  })),
  sequence: head.number("sequence"),
  head: {
    sequence: head.number("sequence"),
    epoch: head.number("epoch"),
    keyring_version: head.number("keyring_version"),
    device: head.id("device"),
    commit: head.bytes("commit"),
    tag: head.bytes("tag"),
    signature: head.bytes("signature"),
  },
  commits: kept.bytes("commits"),
};

function wayIn() {
  return passphraseWayIn(kept.text("name"), kept.bytes("salt"), kept.text("passphrase"));
}

describe("an account that version 0.1 sealed", () => {
  let keys: RootKeys;

  beforeAll(async () => {
    if (byPassphrase === undefined) throw new Error("no slot");
    keys = await deriveAccountKeys(await openSlot(await wayIn(), account, byPassphrase), account);
  });

  test("opens by its recovery code too", async () => {
    if (byCode === undefined || byPassphrase === undefined) throw new Error("no slot");
    const opened = await openSlot(await recoveryWayIn(kept.text("recovery_code")), account, byCode);
    expect(opened).toEqual(await openSlot(await wayIn(), account, byPassphrase));
  });

  test("gives every record as it was written", async () => {
    const login = await deriveLoginKey(await wayIn());
    const pinned = await acceptNewest(keys, keyringOf(kept.inner("keyring")), login.key.public);
    expect(
      await listedSlots(
        pinned.document,
        [byPassphrase, byCode].filter((s) => s !== undefined),
      ),
    ).toHaveLength(2);
    expect(await listedWraps(pinned.document, [wrap])).toEqual([wrap]);
    const vault = kept.id("vault");
    const vaultKeys = await deriveVaultKeys(await openWrap(keys, 1, wrap), vault, 1);
    const trust = { keys: new Map([[1, vaultKeys]]), keyring: pinned, mark: null };
    const verified = await verifyPull(trust, await freshState(vault), pull);
    const values = verified.revisions.map(({ row, record }) => [row.record, shown(record)]);
    expect(Object.fromEntries(values)).toEqual(
      Object.fromEntries(
        kept
          .inners("revisions")
          .map((revision) => [revision.id("record"), revision.object("value")]),
      ),
    );
  });

  test("shows in lists what rests on its device, with the newer marks not set", async () => {
    const header = kept.inner("header");
    const local = await deriveLocalKey(keys, kept.id("device"));
    const place = { store: "headers", key: header.text("record") };
    const opened = parseObject(await openLocal(local, place, header.bytes("sealed")));
    expect(headerFromJson(opened)).toMatchObject({
      ...header.object("value"),
      unreadable: false,
      covered: false,
      trashedAt: null,
      people: [],
    });
  });
});
