import { beforeEach, expect, test, vi } from "vitest";
import { Session } from "../../../web/src/ui/state/session.svelte.ts";
import { FakeClient, settle } from "./worker.ts";

let session: Session;

beforeEach(async () => {
  session = new Session(() => new FakeClient());
  await session.begin();
  await settle();
  session.words.of("need");
  await vi.waitFor(() => expect(session.words.title("need")).not.toBe(""));
});

const labels = () => session.words.of("need").map(({ label }) => label);

test("a word of one's own stands before the two that leave it open", () => {
  session.words.add("need", "a quiet room");
  expect(labels().slice(-3)).toEqual(["a quiet room", "not sure", "not today"]);
});

test("a word that was renamed reads so, and gets its old name back", () => {
  session.words.rename("need", "safety", "a locked door");
  expect([labels()[0], session.words.label("need", "safety")]).toEqual([
    "a locked door",
    "a locked door",
  ]);
  session.words.rename("need", "safety", "");
  expect(session.words.label("need", "safety")).toBe("safety");
});

test("a word that was hidden is not offered, and still reads in old records", () => {
  session.words.hide("need", "safety", true);
  expect(session.words.of("need").some(({ id }) => id === "safety")).toBe(false);
  expect(session.words.hidden("need")).toEqual(["safety"]);
  expect(session.words.label("need", "safety")).toBe("safety");
});

test("the names that theories have can be switched off", () => {
  const theories = () => session.words.of("pull").filter(({ theory }) => theory !== "");
  expect(theories()).not.toEqual([]);
  session.preferences.change({ theoryHidden: true });
  expect(theories()).toEqual([]);
});

test("a question whose answers the app reads cannot be changed", () => {
  expect(session.words.isChangeable("safe_to_bring")).toBe(false);
  session.words.rename("safe_to_bring", "no", "yes");
  expect(session.words.label("safe_to_bring", "no")).not.toBe("yes");
});
