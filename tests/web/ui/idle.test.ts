import { beforeEach, expect, test } from "vitest";
import { Idle } from "../../../web/src/ui/state/idle.svelte.ts";

const MINUTE = 60_000;
let now: number;
let locks: number;
let idle: Idle;

beforeEach(() => {
  now = 1_000_000;
  locks = 0;
  idle = new Idle(
    () => {
      locks += 1;
    },
    () => now,
  );
});

function wait(milliseconds: number): void {
  now += milliseconds;
  idle.look();
}

test("ten minutes without a touch lock", () => {
  wait(10 * MINUTE - 1);
  expect(locks).toBe(0);
  wait(1);
  expect(locks).toBe(1);
});

test("twenty seconds before, it says so, and a touch takes it back", () => {
  wait(10 * MINUTE - 20_000);
  expect(idle.isSoon).toBe(true);
  idle.touch();
  expect(idle.isSoon).toBe(false);
  wait(10 * MINUTE - 1);
  expect(locks).toBe(0);
});

test("two minutes out of sight lock, even if no timer ran meanwhile", () => {
  idle.hide();
  now += 2 * MINUTE;
  idle.show();
  expect(locks).toBe(1);
});

test("out of sight at once, where that was chosen", () => {
  idle.after(10 * MINUTE, 0);
  idle.hide();
  expect(locks).toBe(1);
});

test("a short time out of sight locks nothing", () => {
  idle.hide();
  now += 2 * MINUTE - 1;
  idle.show();
  wait(MINUTE);
  expect(locks).toBe(0);
});

test("a clock that was put back by years locks after ten minutes all the same", () => {
  wait(-20 * 365 * 24 * 60 * MINUTE);
  wait(10 * MINUTE - 1);
  expect(locks).toBe(0);
  wait(1);
  expect(locks).toBe(1);
});

test("a clock that was put back out of sight locks after two minutes all the same", () => {
  idle.hide();
  wait(-20 * 365 * 24 * 60 * MINUTE);
  wait(2 * MINUTE);
  expect(locks).toBe(1);
});

test("a clock that was put ahead by years locks at once", () => {
  wait(20 * 365 * 24 * 60 * MINUTE);
  expect(locks).toBe(1);
});
