import { expect, test } from "vitest";
import type { Notice } from "../../../web/src/core/contract.ts";
import type { Choice } from "../../../web/src/core/exports/choice.ts";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import { Exporting } from "../../../web/src/worker/exporting.ts";
import { Importing } from "../../../web/src/worker/importing.ts";
import { Device } from "../core/engine/device.ts";
import { family } from "../core/engine/family.ts";
import { ModelServer } from "../core/engine/model-server.ts";
import { arrivalOn } from "../imports/arriving.ts";

const nothing: Choice = {
  first: "",
  last: "",
  kinds: [],
  people: [],
  tags: [],
  withCovered: false,
};
const readable = { form: "readable", choice: nothing } as const;
const many = 130;
const noon = 1_700_000_000_000;

interface Departing {
  readonly exporting: Exporting;
  readonly notices: Notice[];
  /** Called with each notice. */
  onNotice: () => void;
}

function departingFrom(device: Device): Departing {
  const { ground, notices } = arrivalOn(device);
  const departing: Departing = {
    notices,
    onNotice: () => undefined,
    exporting: new Exporting({
      ...ground,
      notify: (notice) => {
        ground.notify(notice);
        departing.onNotice();
      },
    }),
  };
  return departing;
}

async function twoDevices() {
  const { members, keyrings } = await family();
  const server = new ModelServer(members[0].keys.vault, keyrings);
  const first = await new Device(members[0], server).begin();
  const second = await new Device(members[1], server).begin();
  return { first, second };
}

/** A page with every field that has to come back, a covered one, one in the trash, and a person. */
async function withPages(device: Device): Promise<{ readonly page: Id; readonly covered: Id }> {
  const anna = { kind: "person", v: 2, name_shown: "Anna" };
  const { record: person } = await device.keepRecord(null, anna, null);
  const words = { title: 'Gr\u00f6\u00dfe: "a"', body: "One.\n\nTwo.", tags: ["calm", "M."] };
  const value = { kind: "entry", v: 2, created_at: noon, people: [person], tz: "Europe/Vienna" };
  const { record: page } = await device.keepRecord(null, { ...value, ...words }, null);
  const hidden = {
    ...value,
    created_at: noon - 60_000,
    title: "Quillfeather",
    body: "Behind.",
    cover: true,
  };
  const { record: covered } = await device.keepRecord(null, hidden, null);
  await device.trash(await device.write({ title: "Old", body: "Away", tags: ["calm"] }));
  return { page, covered };
}

async function manyOn(device: Device): Promise<void> {
  for (let i = 0; i < many; i++) await device.write({ title: `${i}`, body: "Words", tags: [] });
}

test("a preview counts what would be in it, and what stays out for being covered", async () => {
  const { first } = await twoDevices();
  await withPages(first);
  const { exporting } = departingFrom(first);
  const all = { files: 2, coveredOut: 1, leftOut: 0, tags: ["calm", "M."] };
  expect(await exporting.preview(readable)).toMatchObject(all);
  expect((await exporting.preview(readable)).kinds.toSorted()).toEqual(["entry", "person"]);
  const covered = { ...nothing, withCovered: true };
  const both = { form: "readable", choice: covered } as const;
  expect(await exporting.preview(both)).toMatchObject({ files: 3, coveredOut: 0 });
  const tagged = { form: "readable", choice: { ...nothing, tags: ["calm"] } } as const;
  expect(await exporting.preview(tagged)).toMatchObject({ files: 1, coveredOut: 0 });
  const full = { form: "full", choice: covered } as const;
  expect(await exporting.preview(full)).toMatchObject({ files: 4, coveredOut: 0 });
});

test("everything is read once for all previews, and again after they were closed", async () => {
  const { first } = await twoDevices();
  await withPages(first);
  const { exporting, notices } = departingFrom(first);
  await exporting.preview(readable);
  const told = notices.length;
  expect(notices.at(-1)).toEqual({ type: "progress", work: "reading", done: 4, total: 4 });
  await exporting.preview(readable);
  expect(notices).toHaveLength(told);
  await first.write({ title: "New", body: "Words", tags: [] });
  exporting.close();
  expect(await exporting.preview(readable)).toMatchObject({ files: 3 });
});

test("what a readable export holds comes in elsewhere with title, date, tags, people, zone and words", async () => {
  const { first, second } = await twoDevices();
  const { page, covered } = await withPages(first);
  const { exporting } = departingFrom(first);
  const choice = { ...nothing, withCovered: true };
  const { file, name, files } = await exporting.export({ form: "readable", choice });
  expect(files).toBe(3);
  expect(name).toMatch(/^goldseam-readable-\d{4}-\d\d-\d\d\.zip$/);
  const importing = new Importing(arrivalOn(second).ground);
  await importing.open([{ path: name, file: new File([file], name) }], false);
  await importing.run({ cover: false, keep: [], withTrashed: false });
  const values = await Promise.all((await second.records()).map((one) => second.value(one)));
  for (const record of [page, covered]) {
    const before = await first.value(record);
    const back = values.find((value) => value?.title === before?.title);
    for (const name of ["created_at", "body", "tags", "tz", "cover"]) {
      expect(back?.[name]).toEqual(before?.[name]);
    }
    expect(back?.people).toHaveLength(1);
  }
  expect(values.filter((value) => value?.name_shown === "Anna")).toHaveLength(1);
});

test("a full export names no covered record that was not asked for", async () => {
  const { first } = await twoDevices();
  const { page, covered } = await withPages(first);
  const { file, files } = await departingFrom(first).exporting.export({
    form: "full",
    choice: nothing,
  });
  const bytes = await file.text();
  expect(files).toBe(3);
  expect(bytes).toContain(`records/${page}.json`);
  expect(bytes).not.toContain(covered);
  expect(bytes).not.toContain("Quillfeather");
});

test("pages are read for paper the oldest first, without the covered one", async () => {
  const { first } = await twoDevices();
  const { page, covered } = await withPages(first);
  const { exporting } = departingFrom(first);
  const kinds = ["entry"];
  const read = async (withCovered: boolean) =>
    (await exporting.read({ ...nothing, kinds, withCovered })).map(({ record }) => record);
  expect(await read(false)).toEqual([page]);
  expect(await read(true)).toEqual([covered, page]);
});

test("an export is told as it goes, ends where it is stopped, and can be made again", async () => {
  const { first } = await twoDevices();
  await manyOn(first);
  const departing = departingFrom(first);
  const { exporting, notices } = departing;
  departing.onNotice = () => exporting.cancel();
  await expect(exporting.export(readable)).rejects.toMatchObject({ name: "AbortError" });
  expect(notices).toEqual([{ type: "progress", work: "export", done: 50, total: many }]);
  departing.onNotice = () => undefined;
  expect(await exporting.export(readable)).toMatchObject({ files: many });
});

test("what cannot be opened here is said, and its older words are taken", async () => {
  const { first } = await twoDevices();
  const record = await first.write({ title: "Older", body: "Older words", tags: [] });
  await first.turn();
  const base = await first.store.get("bases", record);
  if (base === null) throw new Error("it was not sent");
  const newer = new Uint8Array(541).fill(2);
  const changes = [{ table: "bases", key: record, row: { ...base, newer } } as const];
  await first.store.write({ changes, expects: [], lead: null, strict: true });
  const { exporting } = departingFrom(first);
  expect(await exporting.preview(readable)).toMatchObject({ files: 1, leftOut: 1 });
  expect(await (await exporting.export(readable)).file.text()).toContain("Older words");
});
