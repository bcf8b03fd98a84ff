import { beforeAll, expect, test } from "vitest";
import { heavierNote } from "../../../web/src/core/model/settings.ts";
import { allWords } from "../../../web/src/ui/copy/index.svelte.ts";
import type { Session } from "../../../web/src/ui/state/session.svelte.ts";
import { Undo } from "../../../web/src/ui/state/undo.svelte.ts";
import { bringBack, isAway, putAway } from "../../../web/src/ui/state/views-away.ts";

beforeAll(allWords);

/** The settings of an account, and what can be taken back. */
function ground(...viewsHidden: string[]) {
  const values = { viewsHidden: viewsHidden as readonly string[] };
  const change = (changes: Partial<typeof values>) => Object.assign(values, changes);
  // As much of the session as is asked for.
  const session = { preferences: { values, change }, undo: new Undo() } as unknown as Session;
  return { values, session };
}

test("a view is put away once, and comes back", () => {
  const { values, session } = ground(heavierNote);
  putAway(session, "needs");
  putAway(session, "needs");
  expect(values.viewsHidden).toEqual([heavierNote, "needs"]);
  expect(isAway(session, "needs")).toBe(true);
  bringBack(session, "needs");
  expect(values.viewsHidden).toEqual([heavierNote]);
  session.undo.forget();
});

test("what was put away can be taken back in one tap", async () => {
  const { values, session } = ground("calendar");
  putAway(session, heavierNote);
  await session.undo.take();
  expect(values.viewsHidden).toEqual(["calendar"]);
});
