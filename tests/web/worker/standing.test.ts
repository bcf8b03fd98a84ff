import { expect, test } from "vitest";
import { change } from "../../../web/src/core/store/contract.ts";
import { only } from "../../../web/src/core/store/schema.ts";
import { statusOf, working } from "../../../web/src/worker/board.ts";
import { family } from "../core/engine/family.ts";
import { World } from "../core/engine/world.ts";

test("that the account was closed is said while an alarm stands too", async () => {
  const [phone] = (await new World(await family()).begin()).devices;
  const keys = phone?.holder.open;
  if (phone === undefined || keys === undefined || keys === null) throw new Error("an open device");
  const alarm = change("alarm", only, { code: "rolled_back" });
  const closing = change("closing", only, { device: keys.device, on: "2026-11-23" });
  const status = async () => (await statusOf(phone.store, phone.holder, working)).sync;
  const write = (changes: (typeof alarm)[]) =>
    phone.store.write({ changes, expects: [], lead: null, strict: true });
  await write([alarm]);
  expect(await status()).toBe("stopped");
  await write([closing]);
  expect(await status()).toBe("closed");
});
