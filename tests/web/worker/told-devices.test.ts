import { decode, encode } from "@msgpack/msgpack";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Fetch } from "../../../web/src/worker/transport.ts";
import { Browser } from "./browser.ts";
import { type RunningServer, startServer } from "./server-process.ts";

const patience = 60_000;
const passphrase = "cocoa tidal ember willow gravel lantern";

// docs/threat-model.md, R-21.
vi.setConfig({ testTimeout: patience, hookTimeout: patience });

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** A server that calls every device removed, so that nobody is told of a new one. */
const lying: Fetch = async (address, init) => {
  const answer = await fetch(address, init);
  if (!address.toString().endsWith("/v1/devices")) return answer;
  const { devices } = decode(new Uint8Array(await answer.arrayBuffer())) as { devices: object[] };
  const body = encode({ devices: devices.map((one) => ({ ...one, revoked: true })) });
  return new Response(body.slice(), { status: answer.status, headers: answer.headers });
};

test("whether a listed device was removed the keyring says, not the server", async () => {
  const phone = await new Browser(server.origin, lying).open();
  await phone.tab.handlers.signUp({ name: "nora", passphrase });
  const words = (await phone.tab.handlers.recoveryCode(null)) ?? [];
  await phone.tab.handlers.confirmRecovery({ words: words.join(" ") });
  const laptop = await new Browser(server.origin).open();
  await laptop.tab.handlers.signIn({ name: "nora", passphrase });
  await expect
    .poll(async () => (await phone.tab.handlers.newDevices(null)).map((one) => one.isStranger), {
      timeout: patience / 2,
    })
    .toEqual([false]);
  for (const open of [phone, laptop]) open.close();
});
