/** Views over what is open here (docs/views.md). Loaded when one is looked at; nothing of a page is kept beyond the answer. */

import type { Look, RecordQuery, Seen } from "../core/contract.ts";
import { person } from "../core/model/person.ts";
import { settings } from "../core/model/settings.ts";
import { type Id, isId, parseId } from "../core/protocol/encoding.ts";
import type { Storage } from "../core/store/contract.ts";
import { only } from "../core/store/schema.ts";
import { key, type Perform, type Procedure, run } from "../core/sync/effects.ts";
import { mostAtOnce, newestOfMany } from "../core/sync/keep-many.ts";
import { openReadable } from "../core/sync/local.ts";
import { singletonId } from "../core/sync/singleton.ts";
import type { OptionsOf } from "../core/views/contract.ts";
import { type JournalRecord, makeJournal } from "../core/views/journal.ts";
import { type SyncFacts, serverSees } from "../core/views/server.ts";
import { kindsRead, type PageView, readsSettings, shows } from "../core/views/show.ts";
import type { Records } from "./records.ts";

export type LookingGround = {
  readonly storage: Storage;
  readonly perform: Perform;
  readonly records: Pick<Records, "listRecords">;
};

type PageLook = Exclude<Look, { readonly view: "server" }>;

type Asked<Name extends PageView> = {
  readonly view: Name;
  readonly today: string;
  readonly options: OptionsOf<Name>;
};

export async function look(ground: LookingGround, asked: Look): Promise<Seen> {
  if (asked.view === "server") {
    return { view: "server", data: serverSees(await syncFacts(ground)) };
  }
  return seen(asked, await readThose(ground, await idsFor(ground, asked)));
}

function seen<Name extends PageView>(asked: Asked<Name>, records: readonly JournalRecord[]): Seen {
  const { view, options, today } = asked;
  // The data is that of the view of this name; the compiler does not follow a name through the map.
  return { view, data: shows[view](makeJournal(records), options, today) } as Seen;
}

/** The records that a view reads, people in the trash and the settings among them where its guards ask for them. */
async function idsFor(ground: LookingGround, asked: PageLook): Promise<readonly Id[]> {
  if (asked.view === "named") return asked.options.records.filter(isId);
  const kinds = kindsRead[asked.view];
  const wanted = asked.view === "session_sheet" ? "bring" : null;
  const ids = await listed(ground, { kinds, only: wanted });
  const hasPeople = kinds === null || kinds.includes(person.name);
  const trashed = hasPeople ? await listed(ground, { kinds: [person.name], only: "trash" }) : [];
  const hasSettings = readsSettings.has(asked.view);
  const once = hasSettings ? [await run(singletonId(settings.name), ground.perform)] : [];
  return [...ids, ...trashed, ...once];
}

async function listed(
  { records }: LookingGround,
  query: Pick<RecordQuery, "kinds" | "only">,
): Promise<readonly Id[]> {
  const every = { ...query, person: null, tag: null, offset: 0, limit: Number.MAX_SAFE_INTEGER };
  const found = await records.listRecords(every);
  return found.records.map(({ record }) => parseId(record));
}

async function readThose(
  { perform }: LookingGround,
  ids: readonly Id[],
): Promise<readonly JournalRecord[]> {
  const read: JournalRecord[] = [];
  for (let at = 0; at < ids.length; at += mostAtOnce) {
    const batch = await run(newestOfMany(ids.slice(at, at + mostAtOnce)), perform);
    for (const { record, value } of batch) if (value !== null) read.push({ record, value });
  }
  return read;
}

async function syncFacts({ storage, perform }: LookingGround): Promise<SyncFacts> {
  const there = (await storage.all("records")).filter(({ number }) => number > 0);
  const ids = there.map(({ record }) => record);
  const states: SyncFacts["states"][number][] = [];
  for (let at = 0; at < ids.length; at += mostAtOnce) {
    const bases = await storage.getMany("bases", ids.slice(at, at + mostAtOnce));
    const sealed = bases.flatMap((base) =>
      base === null || base.sealed === null
        ? []
        : [{ table: "bases" as const, key: base.record, sealed: base.sealed }],
    );
    const opened = await run(openReadable(sealed), perform);
    states.push(...opened, ...bases.slice(sealed.length).map(() => null));
  }
  const vault = await storage.get("vault", only);
  return { states, synced: vault?.verifiedAt ?? null, devices: await run(devicesNow(), perform) };
}

function* devicesNow(): Procedure<number> {
  return yield* key("ids", async ({ keyring }) => {
    const devices = Object.values(keyring.document.devices);
    return devices.filter((device) => device?.revoked === null).length;
  });
}
