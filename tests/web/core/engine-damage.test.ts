import { beforeEach, describe, expect, test, vi } from "vitest";
import type { RecordQuery } from "../../../web/src/core/contract.ts";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import { leastTombstoneBytes } from "../../../web/src/core/protocol/sizes.ts";
import { change } from "../../../web/src/core/store/contract.ts";
import type { Perform, Procedure } from "../../../web/src/core/sync/effects.ts";
import { beginLeading } from "../../../web/src/core/sync/leading.ts";
import { emptyTrash, trash } from "../../../web/src/core/sync/trash.ts";
import { turn } from "../../../web/src/core/sync/turn.ts";
import { Shelf } from "../../../web/src/worker/shelf.ts";
import { Device } from "./engine/device.ts";
import { type Family, family } from "./engine/family.ts";
import { ModelServer } from "./engine/model-server.ts";
import { commitRaw, sealed, sealedText } from "./engine/raw.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const month = 31 * 24 * 3600_000;
const page = (body: string) => ({ title: "", body, tags: [] });

let people: Family;
let server: ModelServer;
let phone: Device;
let laptop: Device;

beforeEach(async () => {
  people = await family();
  const [first, second] = people.members;
  server = new ModelServer(first.keys.vault, people.keyrings);
  phone = await new Device(first, server).begin();
  laptop = await new Device(second, server).begin();
});

/** Flips the last bit of what rests there, as a failing disk does; gives the bytes that are left. */
async function damage(table: "outbox" | "headers" | "bases", record: Id): Promise<Uint8Array> {
  const row = await phone.store.get(table, record);
  if (row?.sealed == null) throw new Error("nothing rests there");
  const bytes = row.sealed.map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte));
  const changes = [change(table, record, { ...row, sealed: bytes } as never)];
  await phone.store.write({ changes, expects: [], lead: null, strict: true });
  return bytes;
}

describe("words that wait and do not open any more", () => {
  test("are set aside as they are and counted, and all the others are sent", async () => {
    const records = [await phone.write(page("a\n")), await phone.write(page("b\n"))].sort();
    const [first, second] = records;
    if (!first || !second) throw new Error("two were written");
    const bytes = await damage("outbox", first);
    const leading = beginLeading(await phone.store.lead(), () => phone.clock);
    leading.most = 1; // the first batch is the damaged row alone
    expect(await phone.run(turn(leading))).toEqual({ end: "done" });
    expect(leading.damaged).toBe(1);
    expect(await phone.store.all("outbox")).toEqual([
      { record: first, base: 0, held: "damaged", sealed: bytes },
    ]);
    await laptop.turn();
    expect(await laptop.records()).toEqual([second]);
  });

  test("leave the page as it was last verified, read-only, and news of others come in over it", async () => {
    const record = await phone.write(page("one\n"));
    await phone.turn();
    await phone.keep(record, page("one two\n"), page("one\n"));
    const bytes = await damage("outbox", record);
    expect((await phone.entry(record))?.body).toBe("one\n");
    await expect(phone.keep(record, page("three\n"), null)).rejects.toMatchObject({
      code: "damaged",
    });
    await laptop.turn();
    await laptop.keep(record, page("one laptop\n"), page("one\n"));
    await laptop.turn();
    expect(await phone.turn()).toEqual({ end: "done" });
    expect((await phone.entry(record))?.body).toBe("one laptop\n");
    expect((await phone.store.get("outbox", record))?.sealed).toEqual(bytes);
  });
});

const perform: Perform = (effect) =>
  phone.run(
    (function* (): Procedure<unknown> {
      return yield effect;
    })(),
  );

describe("a header that does not open any more", () => {
  const everything: RecordQuery = {
    kinds: null,
    only: null,
    person: null,
    tag: null,
    offset: 0,
    limit: 20,
  };

  test("is made again from its record, and hides no other", async () => {
    const records = [await phone.write(page("a\n")), await phone.write(page("b\n"))];
    await damage("headers", records[0] as Id);
    const { records: found } = await new Shelf(phone.store, perform).find(everything);
    expect(found.map(({ opening }) => opening).sort()).toEqual(["a", "b"]);
  });

  test("stands in the list as not readable where its record does not open either", async () => {
    const record = await phone.write(page("a\n"));
    await damage("headers", record);
    await damage("outbox", record);
    const { records: found } = await new Shelf(phone.store, perform).find(everything);
    expect(found).toMatchObject([{ record, unreadable: true, title: "", opening: "" }]);
  });

  test("keeps neither itself nor others in the trash for ever", async () => {
    const records = [await phone.write(page("a\n")), await phone.write(page("b\n"))];
    for (const record of records) await phone.run(trash(record, phone.clock));
    await damage("headers", records[0] as Id);
    phone.clock += month;
    const leading = beginLeading(await phone.store.lead(), () => phone.clock);
    leading.servedAt = phone.clock;
    await phone.run(emptyTrash(leading));
    for (const record of records) expect(await phone.entry(record)).toBeNull();
  });

  test("of words that do not open holds up no other in the trash", async () => {
    const records = [await phone.write(page("a\n")), await phone.write(page("b\n"))].sort();
    for (const record of records) await phone.run(trash(record, phone.clock));
    await damage("outbox", records[0] as Id);
    phone.clock += month;
    const leading = beginLeading(await phone.store.lead(), () => phone.clock);
    leading.servedAt = phone.clock;
    await phone.run(emptyTrash(leading));
    expect(await phone.entry(records[1] as Id)).toBeNull();
  });
});

test("a removal that cannot be written again is applied in spite of an alarm, like the one beside it", async () => {
  const [member] = people.members;
  const [odd, gone] = [await phone.write(page("a\n")), await phone.write(page("b\n"))];
  const twice = '{"deleted":true,"erase":true,"\u00e9":1,"e\u0301":2}'; // one key in NFC
  const removed = { deleted: true, erase: true };
  await commitRaw(server, member, [
    { record: odd, number: 1, sealed: await sealedText(member, odd, twice, leastTombstoneBytes) },
    { record: gone, number: 1, sealed: await sealed(member, gone, 1, removed) },
  ]);
  server.lie = (pull) => ({ ...pull, commits: new Uint8Array(0) });
  expect(await phone.turn()).toEqual({ end: "stopped", code: "chain_mismatch" });
  expect([await phone.entry(odd), await phone.entry(gone)]).toEqual([null, null]);
});
