/** From items to records: ids, zones, what is dropped, what is left out (docs/imports.md, Items). */

import { batchesOf, othersFirst } from "../batches.ts";
import { entry } from "../model/entry.ts";
import { person } from "../model/person.ts";
import { canonicalJson, type JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import {
  type DroppedKind,
  droppedKinds,
  type Item,
  type Reason,
  type ReportRow,
  rowOf,
} from "./item.ts";
import { hashedId, isUsable } from "./original-id.ts";
import { lineOf, linesOf } from "./texts.ts";
import { isZone, localDay, type Placed, place } from "./times.ts";

/** What the person chose. `zone` an IANA name, `now` UTC milliseconds. */
export type Choices = {
  readonly zone: string;
  readonly now: number;
  readonly keep: readonly DroppedKind[];
  readonly withTrashed: boolean;
  readonly cover: boolean;
};

/** What the journal has: ids for origins, the people in it by name, and whether a record of an id is in it. */
export type Journal = {
  readonly idOf: (kind: string, app: string, originalId: string) => Promise<Id>;
  readonly people: ReadonlyMap<string, Id>;
  readonly has: (record: Id) => boolean;
};

/** A record to keep; `member` and `originalId` say where it came from. */
export type Made = {
  readonly record: Id;
  readonly value: JsonObject;
  readonly member: string;
  readonly originalId: string;
};

/** Pages and people, the people first; the pages of each kind of what was dropped. */
export type Records = {
  readonly records: readonly Made[];
  readonly report: readonly ReportRow[];
  readonly dropped: Readonly<Partial<Record<DroppedKind, number>>>;
};

const maxRecordBytes = 225_000;

/** An item with its own place in time and its id. */
type Ready = {
  readonly item: Item;
  readonly originalId: string;
  readonly zone: string;
  readonly placed: Placed;
  readonly updatedAt: number;
};

export async function recordsOf(
  items: readonly Item[],
  choices: Choices,
  journal: Journal,
): Promise<Records> {
  const report: ReportRow[] = [];
  const made: { readonly page: Made; readonly ready: Ready; readonly people: readonly Made[] }[] =
    [];
  for (const batch of batchesOf(items)) {
    await othersFirst();
    for (const item of batch) {
      const ready = await readyOf(item, choices, report);
      if (ready === null) continue;
      const one = await madeOf(ready, choices, journal);
      if (canonicalJson(one.page.value).length > maxRecordBytes) {
        report.push(rowOf("too_large", item.member, ready.originalId));
      } else made.push(one);
    }
  }
  const kept = newestOf(made, report);
  return { ...together(kept, choices), report: [...report, ...kept.flatMap(rowsOf)] };
}

/** Null for an item that is left out; then the report says why. */
async function readyOf(item: Item, choices: Choices, report: ReportRow[]): Promise<Ready | null> {
  const zone = isZone(item.tz) ? item.tz : choices.zone;
  const [created, updated] = [placed(item.created, zone), placed(item.updated, zone)];
  const originalId = await originalIdOf(item, created ?? updated);
  const reason = leftOut(item, choices, created ?? updated);
  if (reason !== null) {
    report.push(rowOf(reason, item.member, originalId));
    return null;
  }
  const about = updated !== null && !isFile(item) ? updated : { at: choices.now };
  const at = created ?? { ...about, isAbout: true };
  const isAbout = at.isAbout || item.isAbout;
  const updatedAt = Math.max(at.at, updated?.at ?? at.at);
  return { item, originalId, zone, placed: { at: at.at, isAbout }, updatedAt };
}

/** Whose time may be that of the import. */
function isFile({ app }: Item): boolean {
  return app === "markdown" || app === "goldseam";
}

function placed(time: Item["created"], zone: string): Placed | null {
  return time === null ? null : place(time, zone);
}

async function originalIdOf(item: Item, time: Placed | null): Promise<string> {
  const given = linesOf(item.originalId).normalize("NFC");
  if (isUsable(given)) return given;
  return hashedId(`${time?.at ?? ""}\n${item.title}\n${item.body}`);
}

function leftOut(item: Item, choices: Choices, time: Placed | null): Reason | null {
  const { withTrashed } = choices;
  if (item.leftOut !== null && !(item.leftOut === "trashed" && withTrashed)) return item.leftOut;
  if (item.title === "" && bodyWith(item, choices) === "") return "empty";
  return time === null && !isFile(item) ? "no_date" : null;
}

async function madeOf(ready: Ready, choices: Choices, journal: Journal) {
  const { item, originalId, zone, placed, updatedAt } = ready;
  const { app, member } = item;
  const people: Made[] = [];
  const ids = new Set<Id>();
  for (const name of uniqueLines(item.people)) {
    const known = journal.people.get(name);
    const origin = `person:${name}`;
    const record = known ?? (await journal.idOf(person.name, app, origin));
    ids.add(record);
    if (known !== undefined) continue;
    const made = { created_at: placed.at, updated_at: placed.at, tz: zone, name_shown: name };
    const value = { kind: person.name, v: person.version, ...made };
    people.push({
      record,
      value: { ...value, origin: { app, original_id: origin } },
      member,
      originalId: origin,
    });
  }
  const title = item.title || item.nameTitle;
  const [body, tags] = [bodyWith(item, choices), uniqueLines(item.tags)];
  const isOwn = app === "goldseam" && journal.has(originalId as Id);
  const value: JsonObject = {
    kind: entry.name,
    v: entry.version,
    created_at: placed.at,
    updated_at: updatedAt,
    tz: zone,
    ...(title === "" ? {} : { title }),
    ...(body === "" ? {} : { body }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(ids.size === 0 ? {} : { people: [...ids] }),
    origin: { app, original_id: originalId },
    ...(placed.isAbout
      ? { happened: { date: localDay(placed.at, zone), precision: "about_then" } }
      : {}),
    ...(choices.cover || item.isCovered ? { cover: true } : {}),
  };
  // A page of this very journal stands under its own id.
  const record = isOwn ? (originalId as Id) : await journal.idOf(entry.name, app, originalId);
  return { page: { record, value, member, originalId }, ready, people };
}

function bodyWith({ body, dropped }: Item, { keep }: Choices): string {
  const lines = droppedKinds.flatMap((kind) => {
    const words = dropped[kind];
    return words !== undefined && keep.includes(kind) ? [`${kind}: ${lineOf(words)}`] : [];
  });
  if (lines.length === 0) return body;
  return [...(body === "" ? [] : [body]), "---", lines.join("\n")].join("\n\n");
}

type Whole = { readonly page: Made; readonly ready: Ready; readonly people: readonly Made[] };

/** One for each id: the one changed last, of equals the later. */
function newestOf(all: readonly Whole[], report: ReportRow[]): Whole[] {
  const newest = new Map<Id, Whole>();
  for (const one of all) {
    const before = newest.get(one.page.record);
    const isNewer = before === undefined || one.ready.updatedAt >= before.ready.updatedAt;
    const loser = isNewer ? before : one;
    if (isNewer) newest.set(one.page.record, one);
    if (loser !== undefined) {
      report.push(rowOf("duplicate", loser.page.member, loser.page.originalId));
    }
  }
  const kept = new Set(newest.values());
  return all.filter((one) => kept.has(one));
}

function rowsOf({ ready: { item, originalId } }: Whole): ReportRow[] {
  const media = item.media.map(({ member }) => rowOf("media_waits", member, originalId));
  return item.isLost ? [...media, rowOf("html_lost", item.member, originalId)] : media;
}

function together(kept: readonly Whole[], { keep }: Choices) {
  const people = new Map<Id, Made>();
  const dropped: Partial<Record<DroppedKind, number>> = {};
  for (const { people: named, ready } of kept) {
    for (const one of named) if (!people.has(one.record)) people.set(one.record, one);
    for (const kind of droppedKinds) {
      if (ready.item.dropped[kind] === undefined || keep.includes(kind)) continue;
      dropped[kind] = (dropped[kind] ?? 0) + 1;
    }
  }
  return { records: [...people.values(), ...kept.map(({ page }) => page)], dropped };
}

/** Trimmed, on one line, without empty ones and later ones that are the same. */
function uniqueLines(texts: readonly string[]): string[] {
  return [...new Set(texts.map(lineOf).filter((text) => text !== ""))];
}
