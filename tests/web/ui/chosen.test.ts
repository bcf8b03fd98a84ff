import { expect, test } from "vitest";
import { toggled } from "../../../web/src/ui/state/chosen.ts";

const word = (id: string, isAside = false) => ({
  id,
  label: id,
  theory: "",
  isAside,
  isOwn: false,
});
const words = [word("numb"), word("mixed"), word("not_sure", true), word("not_today", true)];

test.each([
  [[], "numb", ["numb"]],
  [["numb"], "mixed", ["numb", "mixed"]],
  [["numb", "mixed"], "numb", ["mixed"]],
  [["numb", "mixed"], "not_today", ["not_today"]],
  [["not_today"], "numb", ["numb"]],
  [["not_sure"], "not_today", ["not_today"]],
  [["of another version"], "numb", ["of another version", "numb"]],
])("of %j, tapping %s makes %j", (chosen, tapped, after) => {
  expect(toggled(chosen, tapped, words)).toEqual(after);
});
