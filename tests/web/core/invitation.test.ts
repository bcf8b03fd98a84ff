import { expect, test } from "vitest";
import { canonicalInvitation } from "../../../web/src/core/protocol/invitation.ts";

test.each([
  ["0123-4567-89ab-cdef-ghjk", "0123456789abcdefghjk"],
  [" 0123 4567 89AB CDEF GHJK\n", "0123456789abcdefghjk"],
  ["OoIi-Ll00-0000-0000-0000", "00111100000000000000"],
  ["0123-4567-89ab-cdef-ghj", null],
  ["0123-4567-89ab-cdef-ghjkm", null],
  ["0123-4567-89ab-cdef-ghju", null],
  ["0123-4567-89ab-cdef-ghjé", null],
  ["", null],
])("the code %j is taken as a person types it", (typed, code) => {
  expect(canonicalInvitation(typed)).toBe(code);
});
