import { expect, test } from "vitest";
import type { RecordView } from "../../../web/src/core/contract.ts";
import { type Client, Refused } from "../../../web/src/ui/client.ts";
import { People } from "../../../web/src/ui/state/people.svelte.ts";

/** A worker whose first answers are lost; `asked` are the records that it was to keep. */
function deaf(lost: number) {
  const asked: string[] = [];
  const keep = ({ record }: { record: string }): Partial<RecordView> => {
    asked.push(record);
    if (asked.length <= lost) throw new Refused("unavailable");
    return { record };
  };
  const ask = async (command: string, input: never) =>
    command === "keepRecord" ? keep(input) : { records: [] };
  // Each answer is the result of its own command.
  const client = { ask, end() {} } as unknown as Client;
  return { people: new People(() => client), asked };
}

test("somebody whose page may be kept already is asked for under the same id, so that there is one", async () => {
  const { people, asked } = deaf(1);
  expect(await people.add("M.")).toBeNull();
  expect(await people.add("M.")).toBe(asked[0]);
  expect(new Set(asked).size).toBe(1);
});

test("somebody else, and the same name once more, is another page", async () => {
  const { people, asked } = deaf(1);
  await people.add("M.");
  await people.add("N.");
  await people.add("N.");
  expect(new Set(asked).size).toBe(3);
});
