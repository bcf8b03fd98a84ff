import { expect, test } from "vitest";
import { failureSentence } from "../../../web/src/ui/copy/failures.ts";
import { copy } from "../../../web/src/ui/copy/index.svelte.ts";

test("a long pause is told in minutes, a short one as a minute", () => {
  expect(failureSentence("rate_limited", 600)).toContain("about 10 minutes");
  expect(failureSentence("rate_limited", 61)).toContain("about 2 minutes");
  for (const wait of [null, 1, 60]) {
    expect(failureSentence("rate_limited", wait)).toBe(copy.failures.rate_limited);
  }
  expect(failureSentence("wrong_secret", 600)).toBe(copy.failures.wrong_secret);
});
