import { beforeEach, expect, test, vi } from "vitest";
import type { Language } from "../../../web/src/content/languages.ts";
import type { CommandName } from "../../../web/src/core/contract.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import { type Listener, Refused } from "../../../web/src/ui/client.ts";
import { Session } from "../../../web/src/ui/state/session.svelte.ts";
import { FakeClient, settle } from "./worker.ts";

/** A worker that has no account, or made-up pages. */
class Worker extends FakeClient {
  readonly madeUp: Language | null;

  constructor(madeUp: Language | null) {
    super();
    this.madeUp = madeUp;
  }

  override async ask<Name extends CommandName>(command: Name, input: never) {
    if (command !== "status") return super.ask(command, input);
    if (this.madeUp && isMissing) throw new Refused("unavailable");
    const told = this.madeUp
      ? { phase: "open", name: "", sync: "made_up" }
      : { phase: "fresh", name: null, sync: "offline" };
    // The screens read no more of a status than this here.
    return told as never;
  }
}

let workers: Worker[];
let isMissing: boolean;
const reload = vi.fn();

function start(_: Listener, madeUp: Language | null): Worker {
  const worker = new Worker(madeUp);
  workers.push(worker);
  return worker;
}

async function openSession(): Promise<Session> {
  const session = new Session(start, reload);
  await session.begin();
  return session;
}

async function writing(): Promise<Session> {
  const session = await openSession();
  await session.tryOut("de");
  session.drafts.open(entry, null).change({ body: "words" });
  await settle();
  return session;
}

beforeEach(() => {
  workers = [];
  isMissing = false;
  reload.mockClear();
});

test("made-up pages are another worker's, in the language of the screens", async () => {
  const session = await openSession();
  await session.tryOut("de");
  expect([session.phase, session.isMadeUp]).toEqual(["open", true]);
  expect(workers.map(({ madeUp, isEnded }) => [madeUp, isEnded])).toEqual([
    [null, true],
    ["de", false],
  ]);
});

test("where they cannot be fetched, everything is as it was", async () => {
  const session = await openSession();
  isMissing = true;
  await expect(session.tryOut("de")).rejects.toThrow("unavailable");
  expect(session.phase).toBe("fresh");
  expect(workers.map(({ isEnded }) => isEnded)).toEqual([false, true]);
});

test("what was typed into made-up pages is kept nowhere", async () => {
  const session = await writing();
  await session.lockHere();
  expect(workers.every(({ isEnded }) => isEnded)).toBe(true);
  expect(session.phase).toBeNull();
  expect(reload).toHaveBeenCalledOnce();
});

test("behind the neutral screen the app begins anew only when that is left", async () => {
  const session = await writing();
  await session.cover();
  expect([workers[1]?.isEnded, session.status]).toEqual([true, null]);
  expect(reload).not.toHaveBeenCalled();
  session.uncover();
  expect(reload).toHaveBeenCalledOnce();
});
