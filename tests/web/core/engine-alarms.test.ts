import { beforeEach, expect, test, vi } from "vitest";
import { platformRandom } from "../../../web/src/core/crypto/suite.ts";
import type { AlarmCode } from "../../../web/src/core/errors.ts";
import { type Id, idFromBytes } from "../../../web/src/core/protocol/encoding.ts";
import type { Head, Pull } from "../../../web/src/core/protocol/pages.ts";
import type { Effect } from "../../../web/src/core/sync/effects.ts";
import { openOne } from "../../../web/src/core/sync/local.ts";
import { Device } from "./engine/device.ts";
import { type Family, family } from "./engine/family.ts";
import { type Lie, ModelServer } from "./engine/model-server.ts";
import { commitRaw, sealed, sealedText } from "./engine/raw.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let people: Family;
let server: ModelServer;
let phone: Device;
let laptop: Device;
let record: Id;

const page = (body: string) => ({ title: "", body, tags: [] });

/** Both devices have one page; then the laptop changes it and adds another, which the phone has not seen. */
beforeEach(async () => {
  people = await family();
  const [first, second] = people.members;
  server = new ModelServer(first.keys.vault, people.keyrings);
  phone = await new Device(first, server).begin();
  laptop = await new Device(second, server).begin();
  record = await phone.write(page("one\n"));
  await phone.turn();
  await laptop.turn();
  await laptop.keep(record, page("one laptop\n"), page("one\n"));
  await laptop.write(page("two\n"));
  await laptop.turn();
});

function withHead(change: (head: Head) => Partial<Head>): Lie {
  return (pull) => ({ ...pull, head: pull.head && { ...pull.head, ...change(pull.head) } });
}

const flipped = (bytes: Uint8Array<ArrayBuffer>) =>
  bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
const commitsCut: Lie = (pull) => ({ ...pull, commits: pull.commits.slice(32) });
const older: Lie = (pull) => ({ ...pull, sequence: 0, head: null, commits: new Uint8Array(0) });
const numbersBack: Lie = (pull) => ({
  ...pull,
  revisions: pull.revisions.map((one) => (one.record === record ? { ...one, number: 1 } : one)),
});

test.each<[AlarmCode, string, Lie]>([
  ["rolled_back", "a state older than the one held", older],
  ["chain_mismatch", "a digest too few", commitsCut],
  [
    "chain_mismatch",
    "another last digest",
    withHead(({ commit }) => ({ commit: flipped(commit) })),
  ],
  [
    "keyring_mismatch",
    "a keyring older than the last head's",
    withHead(() => ({ keyring_version: 1 })),
  ],
  ["keyring_mismatch", "a keyring that nobody shows", withHead(() => ({ keyring_version: 9 }))],
  ["number_reversed", "a number that does not grow", numbersBack],
  [
    "tag_mismatch",
    "a revision left out",
    (pull) => ({ ...pull, revisions: pull.revisions.slice(1) }),
  ],
  ["tag_mismatch", "another tag", withHead(({ tag }) => ({ tag: flipped(tag) }))],
  [
    "signature_mismatch",
    "another signature",
    withHead(({ signature }) => ({ signature: flipped(signature) })),
  ],
  ["signature_mismatch", "a device that is not listed", withHead(() => ({ device: stranger }))],
])("%s: %s stops sync, and everything is kept", async (code, _, lie) => {
  await phone.keep(record, page("one phone\n"), page("one\n"));
  server.lie = lie;
  expect(await phone.turn()).toEqual({ end: "stopped", code });
  expect(await phone.alarm()).toBe(code);
  expect((await phone.entry(record))?.body).toBe("one phone\n");
  expect(await phone.records()).toEqual([record]);
});

const stranger = idFromBytes(platformRandom(16));

test.each([
  ["of a later version", 2, { newer: true, unreadable: false }, "unknown_version"],
  ["of this version", 1, { newer: false, unreadable: true }, "damaged"],
])(
  "what a key holder tagged and does not open, %s, is kept aside as such, and the rest goes on",
  async (_, first, told, code) => {
    const [member] = people.members;
    server.state = { commits: [], newest: new Map() };
    const [odd, fine] = [idFromBytes(platformRandom(16)), idFromBytes(platformRandom(16))];
    const value = { kind: "entry", title: "", body: "one\n", tags: [] };
    await commitRaw(server, member, [
      { record: odd, number: 1, sealed: unreadable(first) },
      { record: fine, number: 1, sealed: await sealed(member, fine, 1, value) },
    ]);
    const fresh = await new Device(people.members[2], server).begin();
    expect(await fresh.turn()).toEqual({ end: "done" });
    expect((await fresh.entry(fine))?.body).toBe("one\n");
    const header = (await fresh.store.get("headers", odd))?.sealed ?? new Uint8Array();
    expect(await fresh.run(openOne("headers", odd, header))).toMatchObject(told);
    await expect(fresh.keep(odd, page("two\n"), null)).rejects.toMatchObject({ code });
  },
);

function unreadable(first: number) {
  const bytes = platformRandom(541);
  bytes[0] = first;
  return bytes;
}

test("what opens but cannot be written again is kept aside, and the rest goes on", async () => {
  const [member] = people.members;
  server.state = { commits: [], newest: new Map() };
  const [odd, fine] = [idFromBytes(platformRandom(16)), idFromBytes(platformRandom(16))];
  const twice = '{"kind":"entry","body":"one\\n","\u00e9":1,"e\u0301":2}'; // one key in NFC
  const value = { kind: "entry", title: "", body: "one\n", tags: [] };
  await commitRaw(server, member, [
    { record: odd, number: 1, sealed: await sealedText(member, odd, twice) },
    { record: fine, number: 1, sealed: await sealed(member, fine, 1, value) },
  ]);
  const fresh = await new Device(people.members[2], server).begin();
  expect(await fresh.turn()).toEqual({ end: "done" });
  expect((await fresh.entry(fine))?.body).toBe("one\n");
  expect((await fresh.store.get("bases", odd))?.newer).not.toBeNull();
});

test("an alarm outlasts a restart, sends nothing more, and drafts go on being kept", async () => {
  server.lie = older;
  await phone.turn();
  server.lie = (pull) => pull;
  phone.end();
  await phone.keep(record, page("one phone\n"), page("one\n"));
  const methods: string[] = [];
  const note = (effect: Effect) => {
    if (effect.effect === "send") methods.push(effect.request.method);
  };
  phone.around = { before: note, after() {} };
  expect(await phone.turn()).toEqual({ end: "stopped", code: "rolled_back" });
  expect(new Set(methods)).toEqual(new Set(["GET"]));
  expect((await phone.entry(record))?.body).toBe("one phone\n");
  expect(await phone.store.count("outbox")).toBe(1);
});

test("a removal that opens is applied in spite of an alarm, also later; a changed page is not", async () => {
  server.lie = withHead(({ tag }) => ({ tag: flipped(tag) }));
  await phone.turn();
  expect((await phone.entry(record))?.body).toBe("one\n");
  await laptop.remove(record, true);
  server.lie = (pull) => pull;
  await laptop.turn();
  server.lie = withHead(({ tag }) => ({ tag: flipped(tag) }));
  expect(await phone.turn()).toEqual({ end: "stopped", code: "tag_mismatch" });
  expect(await phone.entry(record)).toBeNull();
  expect(await phone.store.count("headers")).toBe(0);
});

test("a tombstone under a false key removes nothing", async () => {
  server.lie = (pull: Pull) => ({
    ...pull,
    revisions: pull.revisions.map((one) => ({ ...one, number: 9, sealed: unreadable(1) })),
  });
  await phone.turn();
  expect((await phone.entry(record))?.body).toBe("one\n");
});

test("what a newer version wrote is kept as it came, read-only, and a local edit over it waits", async () => {
  const [first, second] = people.members;
  server.state = { commits: [], newest: new Map() };
  const other = idFromBytes(platformRandom(16));
  const value = { kind: "entry", title: "", body: "one\n", tags: [] };
  const newer = await sealed(first, other, 1, value);
  newer[0] = 2;
  await commitRaw(server, first, [{ record: other, number: 1, sealed: newer }]);
  const reader = await new Device(second, server).begin();
  expect(await reader.turn()).toEqual({ end: "done" });
  expect((await reader.store.get("bases", other))?.newer).toEqual(newer);
  await expect(reader.keep(other, page("two\n"), null)).rejects.toMatchObject({
    code: "unknown_version",
  });
  await reader.write(page("three\n"));
  expect(await reader.turn()).toEqual({ end: "done" });
  expect(server.sequence).toBe(2);
});

test("once two devices have accepted different commits at one sequence neither follows the other", async () => {
  const fork = server.state;
  await phone.turn();
  await phone.keep(record, page("one phone\n"), page("one laptop\n"));
  await phone.turn();
  server.state = fork;
  await laptop.keep(record, page("one other\n"), page("one laptop\n"));
  await laptop.turn();
  const third = await new Device(people.members[2], server).begin();
  await third.turn();
  await third.write(page("more\n"));
  await third.turn();
  expect(await phone.turn()).toEqual({ end: "stopped", code: "tag_mismatch" });
  expect((await phone.entry(record))?.body).toBe("one phone\n");
});
