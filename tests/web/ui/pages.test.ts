import { expect, test } from "vitest";
import type { RecordQuery } from "../../../web/src/core/contract.ts";
import type { Client } from "../../../web/src/ui/client.ts";
import { Pages } from "../../../web/src/ui/state/pages.svelte.ts";

const march = Date.UTC(2024, 3, 1);

/** A list over a worker that notes what it is asked for. */
function listed() {
  const asked: Pick<RecordQuery, "kinds" | "before" | "offset" | "limit">[] = [];
  const ask = async (command: string, { kinds, before = null, offset, limit }: RecordQuery) => {
    if (command === "months") return [march];
    asked.push({ kinds, before, offset, limit });
    return { records: [], hasNewer: false, hasMore: true };
  };
  // Each answer above is the result of its own command.
  const client = { ask, end() {} } as unknown as Client;
  return { pages: new Pages(() => client), asked };
}

test("a list comes in twenties, to both sides of a month", async () => {
  const { pages, asked } = listed();
  await pages.load();
  await pages.more();
  await pages.jump(march);
  await pages.newer();
  await pages.more();
  expect(asked).toEqual([
    { kinds: null, before: null, offset: 0, limit: 20 },
    { kinds: null, before: null, offset: 0, limit: 40 },
    { kinds: null, before: march, offset: 0, limit: 20 },
    { kinds: null, before: march, offset: -20, limit: 40 },
    { kinds: null, before: march, offset: -20, limit: 60 },
  ]);
});

test("another kind begins with its newest, and so does what was forgotten", async () => {
  const { pages, asked } = listed();
  await pages.jump(march);
  await pages.ask({ kinds: ["line"] });
  expect(asked.at(-1)).toEqual({ kinds: ["line"], before: null, offset: 0, limit: 20 });
  await pages.jump(march);
  await pages.readMonths();
  expect(pages.months).toEqual([march]);
  pages.forget();
  expect([pages.before, pages.months, pages.hasMore]).toEqual([null, [], false]);
  await pages.load();
  expect(asked.at(-1)).toEqual({ kinds: null, before: null, offset: 0, limit: 20 });
});
