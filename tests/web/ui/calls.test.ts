import { expect, test } from "vitest";
import { loadSupport } from "../../../web/src/content/support.ts";
import { callAddress, dialled, oldestCheck, textAddress } from "../../../web/src/ui/state/calls.ts";

test.each([
  ["0800 222 555", "tel:0800222555"],
  ["+43 (1) 234-56", "tel:+43123456"],
  ["*31#112", "tel:*31%23112"],
])("%s is called at %s", (number, address) => {
  expect(callAddress(number)).toBe(address);
});

test("what holds no digit is no number", () => {
  expect(dialled("javascript:alert(x)")).toBe("");
});

test("a number never becomes another kind of address", () => {
  expect(callAddress("javascript:1")).toBe("tel:1");
  expect(textAddress("988?body=x")).toBe("sms:988");
});

test("every number of the list can be dialled", async () => {
  const { rows } = await loadSupport();
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ number }) => dialled(number) === "")).toEqual([]);
});

test("of many days the oldest is told", () => {
  expect(oldestCheck([{ checked_on: "2026-11-22" }, { checked_on: "2026-03-01" }])).toBe(
    "2026-03-01",
  );
  expect(oldestCheck([])).toBe("");
});
