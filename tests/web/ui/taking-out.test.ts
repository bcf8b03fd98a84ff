import { expect, test } from "vitest";
import { Refused } from "../../../web/src/ui/client.ts";
import type { Idle } from "../../../web/src/ui/state/idle.svelte.ts";
import type { Session } from "../../../web/src/ui/state/session.svelte.ts";
import { TakingOut } from "../../../web/src/ui/state/taking-out.svelte.ts";

/** An answer that comes, or is refused, when the test says so. */
function later<T>() {
  let [answer, refuse]: [(answer: T) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((resolve, reject) => {
    [answer, refuse] = [resolve, reject];
  });
  return { promise, answer: (value: T) => answer(value), refuse: (error: Error) => refuse(error) };
}

type Asked = readonly [command: string, input: unknown];

const preview = { files: 2, coveredOut: 1, leftOut: 0, kinds: [], tags: [] };

/** A session that answers with these, each when it is let go on. */
function takingFrom(answers: Readonly<Record<string, () => Promise<unknown>>>) {
  const asked: Asked[] = [];
  const ask = (command: string, input: unknown) => {
    asked.push([command, input]);
    return (answers[command] ?? (async () => null))();
  };
  const session = { ask, progress: null } as unknown as Session;
  const idle = { touch: () => {} } as unknown as Idle;
  return { taking: new TakingOut(session, idle), asked };
}

test("of choices made while one is counted only the last is counted too", async () => {
  const gate = later<typeof preview>();
  const { taking, asked } = takingFrom({ previewPages: () => gate.promise });
  const first = taking.look();
  void taking.choose({ tags: ["calm"] });
  void taking.choose({ tags: ["calm", "M."] });
  gate.answer(preview);
  await first;
  const tags = asked.map(([, input]) => (input as { choice: { tags: string[] } }).choice.tags);
  expect(tags).toEqual([[], ["calm", "M."]]);
  expect(taking.preview).toEqual(preview);
});

test("paper is counted and read as the readable form is", async () => {
  const views = [{ record: "0".repeat(32) }];
  const { taking, asked } = takingFrom({
    previewPages: async () => preview,
    readPages: async () => views,
  });
  await taking.take("print");
  expect(asked[0]?.[1]).toMatchObject({ form: "readable" });
  await taking.make();
  expect(taking.stage).toBe("paper");
  expect(taking.pages).toEqual(views);
  taking.back();
  expect(taking.stage).toBe("choosing");
  expect(taking.pages).toEqual([]);
});

test("an export that is stopped leads back to the choice, with nothing made", async () => {
  const gate = later<never>();
  const { taking } = takingFrom({
    exportPages: () => gate.promise,
    cancelPages: async () => gate.refuse(new Refused("cancelled")),
  });
  const making = taking.make();
  expect(taking.stage).toBe("making");
  await taking.stop();
  await making;
  expect(taking.stage).toBe("choosing");
  expect(taking.making.failure).toBe("cancelled");
  expect(taking.made).toBeNull();
});
