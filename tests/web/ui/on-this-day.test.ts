import { beforeAll, expect, test } from "vitest";
import { allWords } from "../../../web/src/ui/copy/index.svelte.ts";
import { today } from "../../../web/src/ui/state/days.ts";
import { OnThisDay } from "../../../web/src/ui/state/on-this-day.svelte.ts";
import type { Session } from "../../../web/src/ui/state/session.svelte.ts";
import { SetAside } from "../../../web/src/ui/state/set-aside.ts";
import { Undo } from "../../../web/src/ui/state/undo.svelte.ts";
import type { RecordValue } from "../../../web/src/ui/state/value.ts";

const RECORD = "a".repeat(32);
const CARD = { record: RECORD, kind: "entry", day: "2024-11-23", ask: true };

beforeAll(() => allWords());

/** A worker that holds one page, and what the person chooses about it. */
function begin({ isGone = false } = {}) {
  const page = { value: { kind: "entry", v: 1, body: "Tea.", resurface: "ask_me" } as RecordValue };
  const commands: { readonly [name: string]: (input: { value: RecordValue }) => unknown } = {
    readRecord: () => ({ value: page.value }),
    keepRecord: ({ value }) => Object.assign(page, { value }),
  };
  const ask = async (command: string, input: never) => {
    if (isGone) throw new Error("gone");
    return commands[command]?.(input);
  };
  const ground = { ask, setAside: new SetAside(), undo: new Undo() };
  // Each answer above is the result of its own command; nothing is switched on or off here.
  const coming = new OnThisDay(ground as unknown as Session);
  return { coming, ground, page };
}

test("a page that is set aside is passed over today, and changes nothing of itself", async () => {
  const { coming, ground, page } = begin();
  coming.notToday(CARD);
  expect(ground.setAside.on(today())).toEqual([RECORD]);
  expect(coming.done).toBe("notToday");
  expect(page.value.resurface).toBe("ask_me");
});

test("on another day, and after a lock, nothing is set aside", () => {
  const aside = new SetAside();
  aside.add("2026-11-22", RECORD);
  expect(aside.on("2026-11-23")).toEqual([]);
  aside.forget();
  expect(aside.on("2026-11-22")).toEqual([]);
});

test("not this one again stands in the page itself, whose words stay", async () => {
  const { coming, page } = begin();
  await coming.neverAgain(CARD);
  expect(page.value).toMatchObject({ resurface: "never", body: "Tea." });
  expect(coming.done).toBe("neverAgain");
});

test("for ten seconds it can be taken back to what the person had said before", async () => {
  const { coming, ground, page } = begin();
  await coming.neverAgain(CARD);
  await ground.undo.take();
  expect(page.value.resurface).toBe("ask_me");
  expect(coming.done).toBeNull();
});

test("what could not be kept is said, and the page still stands there", async () => {
  const { coming } = begin({ isGone: true });
  await coming.neverAgain(CARD);
  expect(coming.done).toBeNull();
  expect(coming.failure).not.toBeNull();
});
