import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { alarmCodes, refusalCodes, sealErrorCodes } from "../../../web/src/core/errors.ts";
import { limits } from "../../../web/src/core/protocol/limits.ts";

const page = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");

test("the codes of refusals are those of the specification, in its order", () => {
  expect(rowsAfter("## Errors").map(([code]) => code)).toEqual([...refusalCodes]);
});

test("the errors and alarms of clients are those of the specification", () => {
  const [, sentence = ""] = page.split("Client-side errors and alarms:");
  const codes = (sentence.split("\n\n")[0] ?? "").match(/(?<=`)[a-z_]+(?=`)/g);
  expect(codes).toEqual([...sealErrorCodes, ...alarmCodes]);
});

test("the limits are those of the specification, by name and value", () => {
  const rows = rowsAfter("## Limits").map(([name, value]) => [name, Number(value)]);
  expect(Object.fromEntries(rows)).toEqual(limits);
});

/** The cells of the rows of the first table below a heading, without its head. */
function rowsAfter(heading: string): string[][] {
  const [, below = ""] = page.split(`\n${heading}\n`);
  const [, table = ""] = below.split(/\n\|-[^\n]*\n/);
  const lines = (table.split("\n\n")[0] ?? "").trim().split("\n");
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
