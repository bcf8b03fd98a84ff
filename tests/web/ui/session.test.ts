import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import type { Listener } from "../../../web/src/ui/client.ts";
import type { RecordDraft } from "../../../web/src/ui/state/record-draft.svelte.ts";
import { Session } from "../../../web/src/ui/state/session.svelte.ts";
import { entryOf, FakeClient, ID, settle, viewOf } from "./worker.ts";

let clients: FakeClient[];
let listeners: Listener[];

function start(listener: Listener): FakeClient {
  const client = new FakeClient();
  clients.push(client);
  listeners.push(listener);
  return client;
}

function client(at: number): FakeClient {
  const found = clients[at];
  if (!found) throw new Error(`no worker ${at} was started`);
  return found;
}

async function openSession(): Promise<Session> {
  const session = new Session(start);
  await session.begin();
  return session;
}

async function writing(session: Session): Promise<RecordDraft> {
  const draft = session.drafts.open(entry, null);
  draft.change({ body: "words" });
  await settle();
  return draft;
}

beforeEach(() => {
  vi.useFakeTimers();
  clients = [];
  listeners = [];
});

afterEach(() => {
  vi.useRealTimers();
});

test("cover paints at once, before the words are sealed", async () => {
  const session = await openSession();
  await writing(session);
  void session.cover();
  expect([session.covered, session.phase]).toEqual([true, "locked"]);
});

test("the keys are dropped only after the last words were answered as kept", async () => {
  const session = await openSession();
  await writing(session);
  const covered = session.cover();
  await settle();
  expect(client(0).isEnded).toBe(false);
  client(0)
    .next()
    .answer(viewOf(ID, entryOf("words")));
  await covered;
  expect([client(0).isEnded, clients.length]).toEqual([true, 2]);
});

describe("what the person does in one tab", () => {
  async function opened(told: string[] = []): Promise<Session> {
    const session = new Session(start, undefined, (word) => told.push(word));
    await session.begin();
    return session;
  }

  test("covers or locks the others too, and is told once", async () => {
    const told: string[] = [];
    await (await opened(told)).cover();
    await (await opened(told)).lock();
    expect(told).toEqual(["cover", "lock"]);
  });

  test("covers and locks this one, which tells nobody", async () => {
    const told: string[] = [];
    const [covered, locked] = [await opened(told), await opened(told)];
    covered.hearTab("cover");
    locked.hearTab("lock");
    expect([covered.covered, covered.phase]).toEqual([true, "locked"]);
    expect([locked.covered, locked.phase]).toEqual([false, "locked"]);
    expect(told).toEqual([]);
  });

  test("is not that it was left alone: then this tab alone is locked", async () => {
    const told: string[] = [];
    const session = await opened(told);
    await session.lockHere();
    expect([session.phase, told]).toEqual(["locked", []]);
  });
});

test("after a lock no text is held that was kept", async () => {
  const session = await openSession();
  const draft = await writing(session);
  const locked = session.lock();
  await settle();
  client(0)
    .next()
    .answer(viewOf(ID, entryOf("words")));
  await locked;
  expect(session.drafts.holds(draft)).toBe(false);
  expect(session.drafts.hasLoose).toBe(false);
  expect(session.pages.headers).toEqual([]);
});

test("words that could not be kept before a lock are kept after the next unlock", async () => {
  const session = await openSession();
  await writing(session);
  const locked = session.lock();
  await settle();
  client(0).next().refuse("quota");
  await locked;
  const unlocked = session.unlock("passphrase");
  await settle();
  const { input, answer } = client(1).next();
  answer(viewOf(ID, entryOf("words")));
  await unlocked;
  expect(input.value.body).toBe("words");
  expect(session.drafts.hasLoose).toBe(false);
});

test("a worker that does not answer delays the end of the keys by five seconds at most, and the words stay", async () => {
  const session = await openSession();
  await writing(session);
  const locked = session.lock();
  await vi.advanceTimersByTimeAsync(5000);
  await locked;
  expect(client(0).isEnded).toBe(true);
  expect(session.drafts.hasLoose).toBe(true);
});

test("a worker that crashes locks, and its unkept words are kept after the next unlock", async () => {
  const session = await openSession();
  await writing(session);
  client(0).end();
  listeners[0]?.stopped();
  await settle();
  await vi.advanceTimersByTimeAsync(5000);
  void session.unlock("passphrase");
  await settle();
  expect(client(1).next().input.value.body).toBe("words");
});

describe("a newer version that another tab brought", () => {
  async function outdated(): Promise<{ session: Session; reload: () => void }> {
    const reload = vi.fn();
    const session = new Session(start, reload);
    await session.begin();
    await writing(session);
    listeners[0]?.hear({ type: "outdated" });
    return { session, reload };
  }

  test("is said, and takes over once every word is durable", async () => {
    const { session, reload } = await outdated();
    expect(session.isOutdated).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reload).not.toHaveBeenCalled();
    client(0)
      .next()
      .answer(viewOf(ID, entryOf("words")));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reload).toHaveBeenCalledOnce();
  });

  test("waits for words that are typed meanwhile, and for a keep that was refused", async () => {
    const { session, reload } = await outdated();
    await vi.advanceTimersByTimeAsync(400);
    client(0).next().refuse("quota");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(session.drafts.hasLoose).toBe(true);
    expect(reload).not.toHaveBeenCalled();
  });

  test("changes nothing behind the neutral screen but lets go of the store", async () => {
    const { session, reload } = await outdated();
    const covered = session.cover();
    await settle();
    client(0)
      .next()
      .answer(viewOf(ID, entryOf("words")));
    await covered;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(client(1).isEnded).toBe(true);
    expect(reload).not.toHaveBeenCalled();
    session.uncover();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(reload).toHaveBeenCalledOnce();
  });
});

describe("another tab removed everything from this browser", () => {
  const fresh: Status = {
    phase: "fresh",
    name: null,
    sync: "offline",
    refusal: null,
    waiting: 0,
    damaged: 0,
    alarm: null,
    verifiedAt: null,
    quiet: null,
    closed: null,
  };

  test("this one lets go of worker and words, and begins anew", async () => {
    const reload = vi.fn();
    const session = new Session(start, reload);
    await session.begin();
    listeners[0]?.hear({ type: "status", status: fresh });
    expect(client(0).isEnded).toBe(true);
    expect(session.status).toBeNull();
    expect(reload).toHaveBeenCalledOnce();
  });

  test("behind the neutral screen that waits until it is left", async () => {
    const reload = vi.fn();
    const session = new Session(start, reload);
    await session.begin();
    await session.cover();
    listeners[1]?.hear({ type: "status", status: fresh });
    expect(client(1).isEnded).toBe(true);
    expect(reload).not.toHaveBeenCalled();
    session.uncover();
    expect(reload).toHaveBeenCalledOnce();
  });
});

test("a page that changes is read anew only while it is open", async () => {
  const session = await openSession();
  session.drafts.open(entry, ID);
  await settle();
  const readings = () => client(0).asked.filter((command) => command === "readRecord").length;
  const before = readings();
  listeners[0]?.hear({ type: "pages", records: ["b".repeat(32)] });
  await settle();
  expect(readings()).toBe(before);
  listeners[0]?.hear({ type: "pages", records: [ID] });
  await settle();
  expect(readings()).toBe(before + 1);
});
