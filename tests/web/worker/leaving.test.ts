import { expect, test } from "vitest";
import { tables } from "../../../web/src/core/store/schema.ts";
import {
  bodies,
  is,
  isSynced,
  newPassphrase,
  passphrase,
  serve,
  server,
  signedIn,
  signedUp,
  write,
} from "./accounts.ts";
import { Browser } from "./browser.ts";

// docs/threat-model.md, R-29 and R-30.
serve();

test("a closed account is closed on every device by name and day, and what is there stays", async () => {
  const phone = await signedUp("Karla");
  const laptop = await signedIn("karla");
  await write(laptop, "a page");
  await laptop.until(isSynced);
  await expect(
    phone.tab.handlers.closeAccount({ passphrase: newPassphrase }),
  ).rejects.toMatchObject({
    code: "wrong_secret",
  });
  const on = new Date().toISOString().slice(0, 10);
  const closed = { device: "Firefox on Linux", on };
  expect(await phone.tab.handlers.closeAccount({ passphrase })).toMatchObject({
    sync: "closed",
    closed,
  });
  await laptop.tab.handlers.syncNow(null);
  expect(await laptop.until(is("closed"))).toMatchObject({ closed });
  expect(await bodies(laptop)).toEqual(["a page"]);
  const anew = await signedUp("karla");
  expect(await bodies(anew)).toEqual([]);
  for (const open of [phone, laptop, anew]) open.close();
});

test("what is exported of an account names it, its devices and its vault, and no page", async () => {
  const phone = await signedUp("Lena");
  await write(phone, "a secret page");
  await phone.until(isSynced);
  const { file, name } = await phone.tab.handlers.exportAccount({ passphrase });
  expect(name).toMatch(/^goldseam-account-\d{4}-\d{2}-\d{2}\.json$/);
  const text = await file.text();
  expect(JSON.parse(text)).toMatchObject({
    name: "lena",
    devices: [{ revoked: false }],
    vaults: [{ sequence: 1, records: 1 }],
  });
  expect(text).not.toContain("secret page");
  phone.close();
});

test("leaving empties every table, locks the other tabs, and ends the session", async () => {
  const phone = await signedUp("Mara");
  await write(phone, "a page");
  await phone.until(isSynced);
  const beside = await phone.browser.open();
  await beside.tab.handlers.unlock({ passphrase });
  await phone.tab.handlers.leave(null);
  expect(await phone.tab.handlers.status(null)).toMatchObject({ phase: "fresh", name: null });
  await beside.until(({ phase }) => phase === "fresh");
  await expect(write(beside, "too late")).rejects.toThrow();
  expect(await phone.browser.rows(tables)).toEqual([]);
  const laptop = await signedIn("mara");
  expect(await bodies(laptop)).toEqual(["a page"]);
  for (const open of [phone, beside, laptop]) open.close();
});

test("a sign-up that has arrived under other words is not given up for a new one", async () => {
  const network = { isDeaf: true };
  const browser = new Browser(server.origin, async (address, init) => {
    const response = await fetch(address, init);
    if (network.isDeaf && address.endsWith("/v1/accounts")) throw new TypeError("Failed to fetch");
    return response;
  });
  const first = await browser.open();
  const credentials = { name: "Xenia", passphrase };
  await expect(first.tab.handlers.signUp(credentials)).rejects.toMatchObject({
    code: "unavailable",
  });
  first.close();
  network.isDeaf = false;
  const second = await browser.open();
  const other = second.tab.handlers.signUp({ ...credentials, passphrase: newPassphrase });
  await expect(other).rejects.toMatchObject({ code: "begun_before" });
  expect(await second.tab.handlers.signUp(credentials)).toMatchObject({ phase: "open" });
  expect(await second.tab.handlers.recoveryCode(null)).toHaveLength(10);
  second.close();
});
