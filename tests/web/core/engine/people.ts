import { type Entry, readEntry } from "../../../../web/src/core/model/entry.ts";
import { isRemoved } from "../../../../web/src/core/model/record.ts";
import type { JsonObject } from "../../../../web/src/core/protocol/canonical.ts";
import type { Id } from "../../../../web/src/core/protocol/encoding.ts";
import { singletonId } from "../../../../web/src/core/sync/singleton.ts";
import type { Device } from "./device.ts";
import { begun, edits, kindNames } from "./record-edits.ts";
import type { Writing } from "./steps.ts";
import { type Story, wordsOf } from "./story.ts";

/** What people do at the devices; it is all told to the story. */
export class People {
  readonly #devices: readonly Device[];
  readonly #story: Story;
  /** What stands in an editor that was opened a while ago. */
  readonly #editors = new Map<string, Entry>();

  constructor(devices: readonly Device[], story: Story) {
    this.#devices = devices;
    this.#story = story;
  }

  async do(step: Writing): Promise<void> {
    switch (step.do) {
      case "write":
        return this.#write(step.who);
      case "begin":
        return this.#begin(step.who, step.kind);
      case "edit":
        return this.#edit(step.who, step.which, step.place);
      case "alter":
        return this.#alter(step.who, step.which, step.edit);
      case "open":
        return this.#open(step.who, step.which);
      case "trash":
        return this.#trash(step.who, step.which);
      case "cut":
        return this.#cut(step.who, step.which, step.place);
      case "remove":
        return this.#remove(step.who, step.which, step.erase);
    }
  }

  #number(who: number): number {
    return who % this.#devices.length;
  }

  #device(who: number): Device {
    const device = this.#devices[this.#number(who)];
    if (device === undefined) throw new Error("there is always one");
    return device;
  }

  async #write(who: number): Promise<void> {
    const entry = { title: "", body: `${this.#story.word()}\n`, tags: [] };
    await this.#kept(who, await this.#device(who).write(entry), null);
  }

  async #begin(who: number, kind: number): Promise<void> {
    const chosen = kindNames[kind % kindNames.length] ?? "entry";
    const device = this.#device(who);
    const isOnce = chosen === "safety_card";
    const record = isOnce ? await device.run(singletonId(chosen)) : null;
    if (record !== null && (await device.value(record)) !== null) return;
    const newest = await device.keepRecord(record, begun(chosen, this.#story.word()), null);
    await this.#kept(who, newest.record, null);
  }

  /** A record that is there, and what it says. */
  async #pick(who: number, which: number): Promise<{ record: Id; value: JsonObject } | null> {
    const device = this.#device(who);
    const shown: { record: Id; value: JsonObject }[] = [];
    for (const record of await device.records()) {
      const value = await device.value(record);
      if (value !== null && !isRemoved(value) && value.kind !== "rejoined") {
        shown.push({ record, value });
      }
    }
    return shown[which % Math.max(1, shown.length)] ?? null;
  }

  async #pickPage(who: number, which: number) {
    const found = await this.#pick(who, which);
    if (found?.value.kind !== "entry") return null;
    return { ...found, entry: readEntry(found.value) };
  }

  /** The text that an editor shows may be older than what is stored. */
  async #open(who: number, which: number): Promise<void> {
    const page = await this.#pickPage(who, which);
    if (page !== null) this.#editors.set(`${this.#number(who)} ${page.record}`, page.entry);
  }

  async #edit(who: number, which: number, place: number): Promise<void> {
    const page = await this.#pickPage(who, which);
    if (page === null) return;
    const editor = `${this.#number(who)} ${page.record}`;
    const base = this.#editors.get(editor) ?? page.entry;
    const text = inserted(base, this.#story.word(), place);
    const { record } = await this.#device(who).keep(page.record, text, base);
    this.#editors.delete(editor);
    await this.#kept(who, record, null);
  }

  async #alter(who: number, which: number, edit: number): Promise<void> {
    const found = await this.#pick(who, which);
    const change = edits[edit % edits.length];
    if (found === null || change === undefined) return;
    const value = change(found.value, this.#story.word());
    const { record } = await this.#device(who).keepRecord(found.record, value, found.value);
    await this.#kept(who, record, found.value);
  }

  async #trash(who: number, which: number): Promise<void> {
    const found = await this.#pick(who, which);
    if (found === null) return;
    const { record } = await this.#device(who).trash(found.record);
    await this.#kept(who, record, null);
  }

  async #cut(who: number, which: number, place: number): Promise<void> {
    const page = await this.#pickPage(who, which);
    if (page === null) return;
    const found = page.entry.body.match(/w\d+w/g) ?? [];
    const word = found[place % Math.max(1, found.length)];
    if (word === undefined) return;
    const body = page.entry.body.replace(word, "");
    await this.#device(who).keep(page.record, { ...page.entry, body }, page.entry);
    await this.#kept(who, page.record, page.value);
  }

  async #remove(who: number, which: number, erase: boolean): Promise<void> {
    const found = await this.#pick(who, which);
    if (found === null) return;
    // A page that never left its device is just gone there; a copy of the disk from before still has it.
    if (erase && !(await this.#isHereOnly(who, found.record))) {
      this.#story.erased.set(found.record, this.#number(who));
    }
    for (const word of wordsOf(found.value)) this.#story.removed.add(word);
    await this.#device(who).remove(found.record, erase);
    await this.#kept(who, found.record, found.value);
  }

  async #isHereOnly(who: number, record: Id): Promise<boolean> {
    const row = await this.#device(who).store.get("outbox", record);
    return row?.held === "unsent" && row.base === 0;
  }

  /** What stands there now is what this device made of it. */
  async #kept(who: number, record: Id, before: JsonObject | null): Promise<void> {
    const value = await this.#device(who).value(record);
    const isUnsent = (await this.#device(who).store.get("outbox", record))?.held === "unsent";
    if (value !== null) this.#story.kept(this.#number(who), record, before, value, isUnsent);
  }
}

/** The word in one of the lines, or as a line of its own. */
function inserted(entry: Entry, word: string, place: number): Entry {
  const lines = entry.body.split("\n");
  const line = place % lines.length;
  const isOwnLine = place % 2 === 0;
  if (isOwnLine) lines.splice(line, 0, word);
  else lines[line] = `${lines[line] ?? ""} ${word}`;
  return { ...entry, body: lines.join("\n") };
}
