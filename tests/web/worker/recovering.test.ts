import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Browser } from "./browser.ts";
import { type RunningServer, startServer } from "./server-process.ts";

const patience = 60_000;
const passphrase = "cocoa tidal ember willow gravel lantern";
const newPassphrase = "harbor puddle kettle saddle window marble";

vi.setConfig({ testTimeout: patience, hookTimeout: patience });

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test("a device that was removed while it recovered recovers as another one", async () => {
  const phone = await new Browser(server.origin).open();
  await phone.tab.handlers.signUp({ name: "olga", passphrase });
  const words = (await phone.tab.handlers.recoveryCode(null)) ?? [];
  await phone.tab.handlers.confirmRecovery({ words: words.join(" ") });
  let isCut = true;
  const browser = new Browser(server.origin, async (address, init) => {
    if (isCut && init.method === "PUT") throw new TypeError("Failed to fetch");
    return fetch(address, init);
  });
  const { tab, close } = await browser.open();
  const newWords = await tab.handlers.drawRecovery(null);
  const input = { name: "olga", words: words.join(" "), newPassphrase, newWords, checkpoint: null };
  await expect(tab.handlers.recover(input)).rejects.toMatchObject({ code: "unavailable" });
  const [stranger] = await phone.tab.handlers.newDevices(null);
  await phone.tab.handlers.removeDevices({ passphrase, devices: [stranger?.device ?? ""] });
  isCut = false;
  await expect(tab.handlers.recover(input)).rejects.toMatchObject({ code: "revoked" });
  expect(await tab.handlers.recover(input)).toMatchObject({ phase: "open" });
  phone.close();
  close();
});
