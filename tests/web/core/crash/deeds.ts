import { trashedAt } from "../../../../web/src/core/model/trash.ts";
import type { Id } from "../../../../web/src/core/protocol/encoding.ts";
import { checkpointHere } from "../../../../web/src/core/sync/checkpoint.ts";
import { unlock } from "../../../../web/src/core/sync/enter.ts";
import { bringBack, versionsOf } from "../../../../web/src/core/sync/history.ts";
import { release } from "../../../../web/src/core/sync/keep.ts";
import { keepAbsent } from "../../../../web/src/core/sync/keep-many.ts";
import { rereadKeyring } from "../../../../web/src/core/sync/keyrings.ts";
import { judgeBacked, restoreBacked } from "../../../../web/src/core/sync/restoring.ts";
import { openFirstHeaders, tidySegments } from "../../../../web/src/core/sync/segments.ts";
import { singletonIds } from "../../../../web/src/core/sync/singleton.ts";
import { seenTold, toldUnseen } from "../../../../web/src/core/sync/told.ts";
import { trash, untrash } from "../../../../web/src/core/sync/trash.ts";
import {
  aboutToPart,
  heldBack,
  later,
  meet,
  meetAfterLong,
  meetOutrun,
  meetUnheard,
  overdue,
  part,
  removalInAlarm,
  share,
  told,
  tooLarge,
  tooMuch,
  trashed,
  twoVersions,
  writeBeforeFirst,
} from "./beginnings.ts";
import { page, passphrase, type Scene, texts } from "./scene.ts";

/**
 * What a person does at the phone, and what it does by itself. `kept` are words that it shows at every moment; `ends`
 * the texts on both devices once everything has arrived, `drafts` those that stay on the phone. `isDone` is what the
 * person sees, and does the thing again where it is not; sync goes on by itself. `isParted`: the server came back from
 * an older copy, and only then there may be an alarm.
 */
export interface Deed {
  readonly name: string;
  readonly begin: (scene: Scene) => Promise<unknown>;
  readonly act: (scene: Scene) => Promise<unknown>;
  readonly isDone?: (scene: Scene) => Promise<boolean>;
  readonly kept: readonly string[];
  readonly ends: readonly string[];
  readonly drafts?: readonly string[];
  readonly isParted?: boolean;
}

const moment = { at: 1_764_000_060_000, timeZone: "UTC" };
const toId = (number: number) => `${number}`.padStart(32, "0") as Id;
const turn = ({ phone }: Scene) => phone.turn();
const shows = (text: string) => async (scene: Scene) =>
  (await texts(scene.phone)).some((shown) => shown.includes(text));
const isInTrash = async (scene: Scene) =>
  trashedAt((await scene.phone.value(scene.record("calm"))) ?? {}) !== null;

async function drafts({ phone }: Scene): Promise<Id[]> {
  const rows = await phone.store.all("outbox");
  return rows.filter(({ held }) => held === "unsent").map(({ record }) => record);
}

/** Two pages as they come from elsewhere, under ids that every run gives them. */
const arriving = ["of long ago\n", "of last year\n"].map((body, i) => ({
  record: toId(i + 1),
  sha256: `${i + 1}`.padStart(64, "0"),
  value: { kind: "entry", v: 2, created_at: moment.at, updated_at: moment.at, tz: "UTC", body },
}));

const shareEnds = ["calm", "first\n\nlast"];
const meetKept = ["phone", "calm, and a draft", "new here"];
const meetEnds = ["first\n\nlaptop\n\nlast\n\nphone", "new here", "new there"];
const partEnds = ["first\n\nphone\n\nlast\n\nlaptop", "lost", "new"];
const draft = ["calm, and a draft"];

export const deeds: readonly Deed[] = [
  {
    name: "bringing pages in",
    begin: share,
    act: ({ phone }) => phone.run(keepAbsent(arriving)),
    isDone: shows("of last year"),
    kept: ["first", "calm"],
    ends: [...shareEnds, "of long ago", "of last year"],
  },
  {
    name: "restoring a backup",
    begin: share,
    act: async ({ phone }) => {
      await phone.run(judgeBacked(arriving));
      await phone.run(
        restoreBacked(arriving, { day: "2026-11-22", withCopies: true, at: moment.at }),
      );
    },
    isDone: shows("of last year"),
    kept: ["first", "calm"],
    ends: [...shareEnds, "of long ago", "of last year"],
  },
  {
    name: "writing a page",
    begin: share,
    act: ({ phone }) => phone.write(page("new\n")),
    isDone: shows("new"),
    kept: ["first", "calm"],
    ends: [...shareEnds, "new"],
  },
  {
    name: "changing a page",
    begin: share,
    act: (scene) => scene.edit(scene.phone, "both", "first\n\nmiddle\n\nlast\n"),
    isDone: shows("middle"),
    kept: ["first", "last", "calm"],
    ends: ["calm", "first\n\nmiddle\n\nlast"],
  },
  ...[true, false].map((erase) => ({
    name: erase ? "removing a page for good" : "removing a page",
    begin: share,
    act: (scene: Scene) => scene.phone.remove(scene.record("calm"), erase),
    isDone: async (scene: Scene) => !(await shows("calm")(scene)),
    kept: ["first"],
    ends: ["first\n\nlast"],
  })),
  {
    name: "putting a page into the trash",
    begin: share,
    act: (scene) => scene.phone.run(trash(scene.record("calm"), scene.phone.clock)),
    isDone: isInTrash,
    kept: ["first", "calm"],
    ends: shareEnds,
  },
  {
    name: "taking a page out of the trash",
    begin: trashed,
    act: (scene) => scene.phone.run(untrash(scene.record("calm"))),
    isDone: async (scene) => !(await isInTrash(scene)),
    kept: ["first", "calm"],
    ends: shareEnds,
  },
  {
    name: "a turn after the trash's time has passed",
    begin: overdue,
    act: turn,
    kept: ["first"],
    ends: ["first\n\nlast"],
  },
  { name: "a turn", begin: meet, act: turn, kept: meetKept, ends: meetEnds, drafts: draft },
  {
    name: "a turn whose answers are lost",
    begin: meetUnheard,
    act: turn,
    kept: meetKept,
    ends: meetEnds,
    drafts: draft,
  },
  {
    name: "a turn in which another is faster",
    begin: meetOutrun,
    act: turn,
    kept: meetKept,
    ends: [...meetEnds, "faster"],
    drafts: draft,
  },
  {
    name: "a turn with a stale session and a newer keyring",
    begin: meetAfterLong,
    act: turn,
    kept: ["of the phone"],
    ends: ["of the laptop", "of the phone"],
  },
  {
    name: "a turn with a page that is too large",
    begin: tooLarge,
    act: turn,
    kept: ["first", "calm", "small", "many words"],
    ends: [...shareEnds, "small"],
    drafts: [tooMuch.trim()],
  },
  {
    name: "sending a draft",
    begin: heldBack,
    act: async (scene) => {
      for (const record of await drafts(scene)) await scene.phone.run(release(record));
    },
    isDone: async (scene) => (await drafts(scene)).length === 0,
    kept: meetKept,
    ends: [...meetEnds, ...draft],
  },
  {
    name: "bringing back a version",
    begin: twoVersions,
    act: async (scene) => {
      const record = scene.record("calm");
      const [earlier] = (await scene.phone.run(versionsOf(record, null))).versions;
      if (earlier === undefined) throw new Error("there is an earlier version");
      await scene.phone.run(bringBack(record, earlier.value, moment));
    },
    isDone: shows("calm"),
    kept: ["first"],
    ends: shareEnds,
  },
  {
    name: "a first turn",
    begin: writeBeforeFirst,
    act: turn,
    kept: [],
    ends: ["calm", "first"],
  },
  {
    name: "reading, and opening again",
    begin: share,
    act: async ({ phone }) => {
      await phone.run(checkpointHere());
      await phone.run(singletonIds());
      await phone.run(openFirstHeaders());
      await phone.run(tidySegments(null));
      await phone.run(rereadKeyring());
      await phone.run(unlock(passphrase));
    },
    kept: ["first", "calm"],
    ends: shareEnds,
  },
  {
    name: "a turn that ends in an alarm",
    begin: aboutToPart,
    act: turn,
    kept: ["first", "lost"],
    ends: ["first\n\nlast", "lost"],
    isParted: true,
  },
  {
    name: "heeding a removal in an alarm",
    begin: removalInAlarm,
    act: turn,
    kept: ["phone", "lost", "calm, and a draft"],
    ends: partEnds,
    drafts: draft,
    isParted: true,
  },
  {
    name: "rejoining",
    begin: part,
    act: ({ phone }) => phone.rejoin(),
    isDone: async ({ phone }) => (await phone.alarm()) === null,
    kept: ["phone", "lost", "calm"],
    ends: [...partEnds, "calm"],
    isParted: true,
  },
  {
    name: "having seen that another rejoined",
    begin: told,
    act: ({ phone }) => phone.run(seenTold(later, "UTC")),
    isDone: async ({ phone }) => (await phone.run(toldUnseen())).length === 0,
    kept: ["laptop", "new", "calm"],
    ends: [...partEnds, "calm"],
  },
];
