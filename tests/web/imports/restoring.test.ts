import { expect, test } from "vitest";
import { words } from "../../../web/src/content/words.ts";
import { backupZip } from "../../../web/src/core/backup/write.ts";
import { platformRandom } from "../../../web/src/core/crypto/suite.ts";
import { make } from "../../../web/src/core/model/kind.ts";
import { safetyCard } from "../../../web/src/core/model/safety-card.ts";
import { settings } from "../../../web/src/core/model/settings.ts";
import type { JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import { makeAccount } from "../../../web/src/core/sync/account.ts";
import { backupApp } from "../../../web/src/core/sync/restoring.ts";
import { singletonId } from "../../../web/src/core/sync/singleton.ts";
import { exportBackup } from "../../../web/src/worker/export.ts";
import { Restoring } from "../../../web/src/worker/restoring.ts";
import { Crash, Device } from "../core/engine/device.ts";
import { family, type Member } from "../core/engine/family.ts";
import { ModelServer } from "../core/engine/model-server.ts";
import { arrivalOn } from "./arriving.ts";

// docs/threat-model.md, R-33.

const passphrase = "six words for this file alone";
const moment = { at: Date.UTC(2026, 10, 22), timeZone: "Europe/Berlin" };

async function newDevice(): Promise<Device> {
  const { members, keyrings } = await family();
  return new Device(members[0], new ModelServer(members[0].keys.vault, keyrings)).begin();
}

/** Of somebody else, or of the same person on another server. */
async function inAnotherAccount(): Promise<Device> {
  const label = { name: "other", today: "2026-11-22" };
  const made = await makeAccount("bea", passphrase, label, words, platformRandom);
  const member: Member = { account: made.registration.account, keys: made.keys };
  return new Device(member, new ModelServer(member.keys.vault, [])).begin();
}

async function backupOf(device: Device): Promise<Blob> {
  const { file } = await exportBackup({
    ...arrivalOn(device).ground,
    lockWith: { passphrase },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  return file;
}

async function restored(device: Device, file: Blob, withCopies = true) {
  const restoring = new Restoring(arrivalOn(device).ground);
  const preview = await restoring.open(file, { passphrase });
  return { preview, done: await restoring.run(withCopies) };
}

async function valuesOf(device: Device): Promise<Record<Id, JsonObject | null>> {
  const pairs = (await device.records()).map(async (id) => [id, await device.value(id)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

function page(body: string, title = "A page") {
  return { title, body, tags: ["calm"] };
}

test("into another account every record comes back as it was, under its own id", async () => {
  const from = await newDevice();
  for (const body of ["One", "Two", "Three"]) await from.write(page(body));
  await from.trash(await from.write(page("In the trash")));
  const unknown = { kind: "of_later", v: 9, created_at: 1, updated_at: 2, tz: "", odd: [1, null] };
  await from.keepRecord("f".repeat(32) as Id, unknown, null);
  const to = await inAnotherAccount();
  const { preview, done } = await restored(to, await backupOf(from));
  expect(preview).toMatchObject({ records: 5, leftOut: 0, verdicts: { new: 5 } });
  expect(done).toEqual({ verdicts: { new: 5 }, isWhole: true });
  expect(await valuesOf(to)).toEqual(await valuesOf(from));
}, 60_000);

test("restored twice it writes nothing the second time", async () => {
  const from = await newDevice();
  const record = await from.write(page("One"));
  const file = await backupOf(from);
  await from.keep(record, page("Another one"), page("One"));
  expect((await restored(from, file)).done.verdicts).toEqual({ different: 1 });
  const before = await valuesOf(from);
  expect((await restored(from, file)).done.verdicts).toEqual({ same: 1 });
  expect(await valuesOf(from)).toEqual(before);
});

test("what differs comes as a copy that says where it is from, and what is here stays", async () => {
  const from = await newDevice();
  const record = await from.write(page("One"));
  const file = await backupOf(from);
  await from.keep(record, page("Another one"), page("One"));
  const { preview, done } = await restored(from, file);
  expect(preview.verdicts).toEqual({ different: 1 });
  expect(done.verdicts).toEqual({ different: 1 });
  expect(await from.entry(record)).toMatchObject({ body: "Another one" });
  const copies = (await from.records()).filter((id) => id !== record);
  expect(copies).toHaveLength(1);
  const [copy] = copies;
  expect(copy && (await from.value(copy))).toMatchObject({
    body: "One",
    origin: { app: backupApp, original_id: `${preview.day} ${record}` },
  });
});

test("without copies what differs is only counted", async () => {
  const from = await newDevice();
  const record = await from.write(page("One"));
  const file = await backupOf(from);
  await from.keep(record, page("Another one"), page("One"));
  expect((await restored(from, file, false)).done.verdicts).toEqual({ different: 1 });
  expect(await from.records()).toEqual([record]);
});

test("a copy that was removed does not come again", async () => {
  const from = await newDevice();
  const record = await from.write(page("One"));
  const file = await backupOf(from);
  await from.keep(record, page("Another one"), page("One"));
  await restored(from, file);
  const copy = (await from.records()).find((id) => id !== record);
  if (copy === undefined) throw new Error("a copy");
  await from.remove(copy, true);
  expect((await restored(from, file)).done.verdicts).toEqual({ same: 1 });
  expect(await from.entry(copy)).toBeNull();
});

test("an older state of what only grew is older, and makes no copy", async () => {
  const from = await newDevice();
  const record = await from.write(page("One"));
  const file = await backupOf(from);
  await from.keep(record, { ...page("One\n\nAnd more"), tags: ["calm", "new"] }, page("One"));
  const before = await valuesOf(from);
  expect((await restored(from, file)).done.verdicts).toEqual({ older: 1 });
  expect(await valuesOf(from)).toEqual(before);
});

test("what was removed here stays removed", async () => {
  const from = await newDevice();
  const [kept, removed] = [await from.write(page("One")), await from.write(page("Two"))];
  const file = await backupOf(from);
  await from.remove(removed, true);
  const { preview, done } = await restored(from, file);
  expect(preview.verdicts).toEqual({ same: 1, removed_here: 1 });
  expect(done.verdicts).toEqual({ same: 1, removed_here: 1 });
  expect(await from.entry(removed)).toBeNull();
  expect(await from.entry(kept)).not.toBeNull();
});

test("what an account has once is filled where it is empty, and nothing of it is overwritten", async () => {
  const from = await newDevice();
  const card = await from.run(singletonId("safety_card"));
  const said = { mySigns: "Theirs", whatHelpsAlone: "A walk" };
  await from.keepRecord(card, make(safetyCard, said, moment), null);
  const chosen = await from.run(singletonId("settings"));
  await from.keepRecord(chosen, make(settings, { theme: "dark" }, moment), null);
  const file = await backupOf(from);

  const to = await inAnotherAccount();
  const [own, theme] = [
    await to.run(singletonId("safety_card")),
    await to.run(singletonId("settings")),
  ];
  expect(own).not.toBe(card);
  await to.keepRecord(own, make(safetyCard, { mySigns: "Mine" }, moment), null);
  await to.keepRecord(theme, make(settings, { theme: "light" }, moment), null);
  expect((await restored(to, file)).done.verdicts).toEqual({ filled: 1, kept_here: 1 });
  expect(await to.value(own)).toMatchObject({ my_signs: "Mine", what_helps_alone: "A walk" });
  expect(await to.value(theme)).toMatchObject({ theme: "light" });
  expect(await to.records()).toHaveLength(2);
  expect((await restored(to, file)).done.verdicts).toEqual({ kept_here: 2 });
}, 60_000);

test("two of what an account has once become one that has the words of both", async () => {
  const from = await newDevice();
  const [one, other] = ["1", "2"].map((digit) => digit.repeat(32) as Id);
  await from.keepRecord(one ?? null, make(safetyCard, { mySigns: "First" }, moment), null);
  await from.keepRecord(
    other ?? null,
    make(safetyCard, { whatHelpsAlone: "A walk" }, moment),
    null,
  );
  const to = await inAnotherAccount();
  expect((await restored(to, await backupOf(from))).done.verdicts).toEqual({ new: 1, filled: 1 });
  const own = await to.run(singletonId("safety_card"));
  expect(await to.value(own)).toMatchObject({ my_signs: "First", what_helps_alone: "A walk" });
  expect(await to.records()).toEqual([own]);
}, 60_000);

test("its zip alone opens without a key, and comes in by itself", async () => {
  const from = await newDevice();
  const record = await from.write(page("One"));
  const value = await from.value(record);
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const contents = {
    records: one(record, value),
    checkpoint: new Uint8Array(0),
    madeAt: moment.at,
  };
  const zip = await new Response(backupZip(contents, watch)).blob();
  const to = await newDevice();
  const restoring = new Restoring(arrivalOn(to).ground);
  expect(await restoring.open(zip, null)).toMatchObject({ day: "2026-11-22", records: 1 });
  await restoring.run(true);
  expect(await to.value(record)).toEqual(value);
});

test.each([
  ["another passphrase", (file: Blob) => file, { passphrase: "another" }, "wrong_secret"],
  ["no key", (file: Blob) => file, null, "wrong_secret"],
  ["a cut end", (file: Blob) => file.slice(0, -1), { passphrase }, "backup_damaged"],
  ["words alone", () => new Blob(["Words"]), null, "backup_damaged"],
  ["nothing in it", () => new Blob([]), null, "backup_damaged"],
] as const)("with %s nothing of a backup comes in", async (_, change, key, code) => {
  const from = await newDevice();
  await from.write(page("One"));
  const to = await newDevice();
  const restoring = new Restoring(arrivalOn(to).ground);
  await expect(restoring.open(change(await backupOf(from)), key)).rejects.toMatchObject({ code });
  await expect(restoring.run(true)).rejects.toMatchObject({ code: "not_found" });
  expect(await to.records()).toEqual([]);
});

test("a record that is no record makes the whole backup damaged", async () => {
  const bad = { title: "without a kind" };
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const records = one("a".repeat(32) as Id, bad);
  const contents = { records, checkpoint: new Uint8Array(0), madeAt: moment.at };
  const zip = await new Response(backupZip(contents, watch)).blob();
  const restoring = new Restoring(arrivalOn(await newDevice()).ground);
  await expect(restoring.open(zip, null)).rejects.toMatchObject({ code: "backup_damaged" });
});

test("stopped, and killed, between batches it goes on with a second run", async () => {
  const from = await newDevice();
  for (let i = 0; i < 210; i++) await from.write(page(`Page ${i}`));
  const file = await backupOf(from);
  const to = await newDevice();
  const arrival = arrivalOn(to);
  const restoring = new Restoring(arrival.ground);
  await restoring.open(file, { passphrase });
  arrival.onBatch = () => restoring.cancel();
  expect(await restoring.run(true)).toEqual({ verdicts: { new: 100 }, isWhole: false });
  arrival.onBatch = () => undefined;
  to.around = {
    before: () => undefined,
    after: ({ effect }) => {
      if (effect === "save") throw new Crash();
    },
  };
  await expect(restoring.run(true)).rejects.toThrow(Crash);
  to.around = { before: () => undefined, after: () => undefined };
  expect(await to.records()).toHaveLength(200);
  expect((await restored(to, file)).done.verdicts).toEqual({ same: 200, new: 10 });
  expect(await valuesOf(to)).toEqual(await valuesOf(from));
}, 60_000);

async function* one(id: Id, record: JsonObject | null) {
  yield { id, record, unopened: null };
}
