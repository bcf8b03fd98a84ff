import { expect, test } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { copy } from "../../../web/src/ui/copy/index.svelte.ts";
import { syncSentence } from "../../../web/src/ui/state/sync-sentence.ts";

const calm: Status = {
  phase: "open",
  name: "anna",
  sync: "done",
  refusal: null,
  waiting: 0,
  damaged: 0,
  alarm: null,
  verifiedAt: 1,
  quiet: null,
  closed: null,
};

test("a full server is not called offline", () => {
  const sentence = syncSentence({ ...calm, sync: "offline", refusal: "quota", waiting: 1 });
  expect(sentence).toBe(`${copy.keptHere} ${copy.failures.quota}`);
});

test("no answer is called offline", () => {
  expect(syncSentence({ ...calm, sync: "offline" })).toBe(copy.sync.offline);
});

test("a fault of our own is not called offline", () => {
  expect(syncSentence({ ...calm, sync: "fault" })).toBe(copy.sync.fault);
});

test("words that cannot be read here any more are never called done", () => {
  expect(syncSentence({ ...calm, waiting: 1, damaged: 1 })).toBe(copy.sync.damaged(1));
});

test("what waits is never called done", () => {
  expect(syncSentence({ ...calm, waiting: 2 })).toBe(copy.sync.waiting);
});

test("a look at the server with nothing to send is no news", () => {
  expect(syncSentence({ ...calm, sync: "working" })).toBe(copy.sync.done);
  expect(syncSentence({ ...calm, sync: "working", waiting: 1 })).toBe(copy.sync.working);
});
