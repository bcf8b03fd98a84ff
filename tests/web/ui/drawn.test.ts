import fc from "fast-check";
import { expect, test } from "vitest";
import type { MendingLine } from "../../../web/src/core/contract.ts";
import { axisOf, placeOn, strokeOf, ticksOf } from "../../../web/src/ui/parts/drawn/axis.ts";
import { cluster } from "../../../web/src/ui/parts/drawn/cluster.ts";
import { groupsOfCells, groupsOfMonths } from "../../../web/src/ui/parts/drawn/groups.ts";

const today = "2026-11-22";
const day = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

function line(values: Partial<MendingLine>): MendingLine {
  const empty = { record: "", from: today, to: "", title: "", opening: "", steps: [] };
  return { ...empty, ending: "knot", ...values };
}

test("every day stands within the line, an earlier one never after a later one", () => {
  fc.assert(
    fc.property(fc.array(day, { minLength: 1 }), (days) => {
      const axis = axisOf(
        days.map((from) => ({ from })),
        today,
      );
      const places = days.toSorted().map((one) => placeOn(axis, one));
      expect(places).toEqual(places.toSorted((left, right) => left - right));
      expect(places.every((at) => at >= 2 && at <= 90)).toBe(true);
    }),
  );
});

test("a journal that began today has its line too", () => {
  const axis = axisOf([{ from: today }], today);
  expect(strokeOf(axis, line({}))).toEqual({ from: 2, to: 9, isOpen: false, steps: [] });
});

test("an open line goes on beyond today", () => {
  const axis = axisOf([{ from: "2026-01-01" }], today);
  const stroke = strokeOf(axis, line({ from: "2026-10-01", ending: "open" }));
  expect(stroke).toMatchObject({ to: 100, isOpen: true });
});

test("a line that ended within a day keeps its mark apart from its beginning", () => {
  const axis = axisOf([{ from: "2020-01-01" }], today);
  const { from, to } = strokeOf(axis, line({ from: "2024-01-01", to: "2024-01-01" }));
  expect(to - from).toBe(7);
});

test("steps stand on their line, and not beyond it", () => {
  const axis = axisOf([{ from: "2026-01-01" }], today);
  const steps = ["2025-12-01", "2026-03-01", "2026-10-01"].map((day) => ({
    day,
    by: "",
    what: [],
  }));
  const stroke = strokeOf(axis, line({ from: "2026-01-01", to: "2026-06-01", steps }));
  expect(stroke.steps).toEqual([placeOn(axis, "2026-03-01")]);
});

test("a year has its months on the axis, a decade its years", () => {
  expect(ticksOf({ first: "2025-11-25", today })).toHaveLength(12);
  expect(ticksOf({ first: "2016-11-25", today })).toHaveLength(10);
});

test("dots lie apart from each other and within their square, one alone in its middle", () => {
  expect(cluster(1)).toMatchObject([{ x: 24, y: 24 }]);
  for (const amount of [2, 5, 12, 40, 300]) {
    const dots = cluster(amount);
    expect(dots).toHaveLength(amount);
    for (const { x, y, r } of dots) {
      expect(Math.hypot(x - 24, y - 24) + r).toBeLessThanOrEqual(24);
    }
    for (const [index, one] of dots.entries()) {
      const nearest = dots.slice(index + 1).map(({ x, y }) => Math.hypot(x - one.x, y - one.y));
      expect(Math.min(...nearest)).toBeGreaterThan(2 * one.r * 0.9);
    }
  }
});

const label = (list: string, word: string) => `${list}/${word}`;

test("what was done stands under what set it off", () => {
  const cells = [
    { set_off: "conflict", did: "left", records: ["a", "b"] },
    { set_off: "goodbye", did: "froze", records: ["b", "c"] },
    { set_off: "goodbye", did: "joked", records: ["a", "c"] },
  ];
  const groups = groupsOfCells(cells, label);
  expect(groups.map(({ title, items }) => [title, ...items.map((item) => item.label)])).toEqual([
    ["set_off/conflict", "did/left"],
    ["set_off/goodbye", "did/froze", "did/joked"],
  ]);
});

test("states stand under their month", () => {
  const months = [{ month: "2026-11", states: [{ state: "numb", records: ["a"] }] }];
  const groups = groupsOfMonths(months, label, (month) => `month ${month}`);
  expect(groups).toEqual([
    {
      key: "2026-11",
      title: "month 2026-11",
      items: [{ key: "numb", label: "state_words/numb", records: ["a"] }],
    },
  ]);
});
