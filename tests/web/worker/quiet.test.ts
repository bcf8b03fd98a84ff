import { beforeEach, expect, test } from "vitest";
import { parseId } from "../../../web/src/core/protocol/encoding.ts";
import { quietMilliseconds, statusOf, working } from "../../../web/src/worker/board.ts";
import type { Device } from "../core/engine/device.ts";
import { family } from "../core/engine/family.ts";
import { World } from "../core/engine/world.ts";

/** A server that shows nothing new for ever looks like other devices that are quiet, so that is what is said. */
let phone: Device;
let laptop: Device;
const page = { title: "", body: "Words.", tags: [] };

beforeEach(async () => {
  const world = await new World(await family()).begin();
  const [first, second] = world.devices;
  if (first === undefined || second === undefined) throw new Error("three devices");
  [phone, laptop] = [first, second];
  await laptop.write(page);
  await laptop.turn();
  await phone.turn();
});

async function quiet(milliseconds: number) {
  const status = await statusOf(phone.store, phone.holder, working, phone.clock + milliseconds);
  return status.quiet;
}

test("nothing is said before the stated time, then since when there was no news", async () => {
  expect(await quiet(quietMilliseconds - 1)).toBeNull();
  expect(await quiet(quietMilliseconds)).toEqual({ since: phone.clock, device: null });
});

test("the device is named where there is only one other", async () => {
  const keys = phone.holder.open;
  if (keys === null) throw new Error("an open device");
  const { document } = keys.keyring;
  const [id] = Object.keys(document.devices).filter((one) => one !== keys.device);
  if (id === undefined) throw new Error("another device");
  const [own, other] = [document.devices[keys.device], document.devices[parseId(id)]];
  if (own === undefined || other === undefined) throw new Error("two devices");
  const devices = { [keys.device]: own, [id]: other };
  phone.holder.open = { ...keys, keyring: { ...keys.keyring, document: { ...document, devices } } };
  expect(await quiet(quietMilliseconds)).toEqual({ since: phone.clock, device: other.name });
});

test("what this device sends itself is no news, what another sends is", async () => {
  const heard = phone.clock;
  phone.clock += quietMilliseconds;
  await phone.write(page);
  await phone.turn();
  expect(await quiet(0)).toEqual({ since: heard, device: null });
  await laptop.turn();
  await laptop.write(page);
  await laptop.turn();
  await phone.turn();
  expect(await quiet(0)).toBeNull();
  expect(await quiet(quietMilliseconds)).toEqual({ since: phone.clock, device: null });
});

test("a clock that was put back says nothing", async () => {
  expect(await quiet(-quietMilliseconds)).toBeNull();
});

test("a device without others is never told of quiet", async () => {
  const keys = phone.holder.open;
  if (keys === null) throw new Error("an open device");
  const { document } = keys.keyring;
  const own = document.devices[keys.device];
  const devices = { ...(own && { [keys.device]: own }) };
  phone.holder.open = { ...keys, keyring: { ...keys.keyring, document: { ...document, devices } } };
  expect(await quiet(quietMilliseconds)).toBeNull();
});
