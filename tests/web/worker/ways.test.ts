import { expect, test } from "vitest";
import {
  bodies,
  is,
  isSynced,
  newPassphrase,
  passphrase,
  patience,
  serve,
  server,
  signedIn,
  signedUp,
  write,
} from "./accounts.ts";
import { Browser, type OpenTab } from "./browser.ts";

// docs/threat-model.md, R-21 to R-24.
serve();

test("another passphrase opens every device, and the one before opens none that has heard of it", async () => {
  const phone = await signedUp("Anna");
  const laptop = await signedIn("anna");
  await phone.tab.handlers.changePassphrase({ passphrase, newPassphrase });
  await write(phone, "after");
  await expect.poll(() => bodies(laptop), { timeout: patience }).toEqual(["after"]);
  const again = await laptop.browser.open();
  await expect(again.tab.handlers.unlock({ passphrase })).rejects.toMatchObject({
    code: "wrong_secret",
  });
  expect(await again.tab.handlers.unlock({ passphrase: newPassphrase })).toMatchObject({
    phase: "open",
  });
  for (const open of [phone, laptop, again]) open.close();
});

test("a device takes another passphrase at its next look, without a commit", async () => {
  const phone = await signedUp("Berta");
  const laptop = await signedIn("berta");
  await phone.tab.handlers.changePassphrase({ passphrase, newPassphrase });
  await expect
    .poll(
      async () => {
        const again = await laptop.browser.open();
        const opening = Promise.resolve(again.tab.handlers.unlock({ passphrase: newPassphrase }));
        const opened = await opening.catch(() => null);
        again.close();
        return opened?.phase;
      },
      { timeout: patience },
    )
    .toBe("open");
  for (const open of [phone, laptop]) open.close();
});

test("new recovery words let a new browser in alone, with every page; the old ones are dead, and so are they", async () => {
  const phone = await signedUp("Clara");
  await write(phone, "a page");
  await phone.until(isSynced);
  const drawn = await phone.tab.handlers.drawRecovery(null);
  await phone.tab.handlers.newRecovery({ passphrase, words: drawn });
  const { tab, until, close } = await new Browser(server.origin).open();
  const newWords = await tab.handlers.drawRecovery(null);
  const input = { name: "Clara", newPassphrase, newWords, checkpoint: null };
  const byOld = tab.handlers.recover({ ...input, words: phone.words.join(" ") });
  await expect(byOld).rejects.toMatchObject({ code: "login_refused" });
  const words = ` ${drawn.join("  ").toUpperCase()}`;
  expect(await tab.handlers.recover({ ...input, words })).toMatchObject({ phase: "open" });
  await until(isSynced);
  expect(await bodies({ tab } as OpenTab)).toEqual(["a page"]);
  const third = await new Browser(server.origin).open();
  const dead = third.tab.handlers.recover({ ...input, words });
  await expect(dead).resolves.toMatchObject({ phase: "open" }); // the same new words finish what was begun
  const other = await third.tab.handlers.drawRecovery(null);
  const fourth = await new Browser(server.origin).open();
  const refused = fourth.tab.handlers.recover({ ...input, newWords: other, words });
  await expect(refused).rejects.toMatchObject({ code: "login_refused" });
  for (const open of [phone, third, fourth]) open.close();
  close();
});

test("recovery words open a locked device in place: what was never sent is there, and is sent", async () => {
  const network = { isDeaf: false };
  const browser = new Browser(server.origin, (address, init) =>
    network.isDeaf && address.includes("/commits/")
      ? Promise.resolve(new Response("", { status: 503 }))
      : fetch(address, init),
  );
  const phone = await signedUp("Nora", browser);
  await write(phone, "sent");
  await phone.until(isSynced);
  const laptop = await signedIn("nora");
  network.isDeaf = true;
  await write(phone, "waits on the phone");
  phone.close();
  network.isDeaf = false;
  const locked = await browser.open();
  const newWords = await locked.tab.handlers.drawRecovery(null);
  const words = phone.words.join(" ");
  const input = { name: "nora", words, newPassphrase, newWords, checkpoint: null };
  const other = locked.tab.handlers.recover({ ...input, name: "otto" });
  await expect(other).rejects.toMatchObject({ code: "login_refused" });
  expect(await locked.tab.handlers.recover(input)).toMatchObject({ phase: "open", name: "nora" });
  await locked.until(isSynced);
  expect(await bodies(locked)).toEqual(["sent", "waits on the phone"]);
  await expect.poll(() => bodies(laptop), { timeout: patience }).toHaveLength(2);
  const { devices } = await locked.tab.handlers.devices(null);
  expect(devices).toHaveLength(2); // no third one was added
  const again = await browser.open();
  await expect(again.tab.handlers.unlock({ passphrase })).rejects.toMatchObject({
    code: "wrong_secret",
  });
  await again.tab.handlers.unlock({ passphrase: newPassphrase });
  for (const open of [locked, laptop, again]) open.close();
});

test("a recovery in place whose answer was lost is finished by asking once more", async () => {
  const network = { isDeaf: false };
  const browser = new Browser(server.origin, async (address, init) => {
    const answer = await fetch(address, init);
    if (network.isDeaf && address.endsWith("/v1/keyrings")) throw new TypeError("Failed to fetch");
    return answer;
  });
  const phone = await signedUp("Olga", browser);
  await write(phone, "a page");
  await phone.until(isSynced);
  phone.close();
  const locked = await browser.open();
  const newWords = await locked.tab.handlers.drawRecovery(null);
  const words = phone.words.join(" ");
  const input = { name: "olga", words, newPassphrase, newWords, checkpoint: null };
  network.isDeaf = true;
  const lost = locked.tab.handlers.recover(input);
  await expect(lost).rejects.toMatchObject({ code: "unavailable" });
  expect(await locked.tab.handlers.status(null)).toMatchObject({ phase: "locked" });
  network.isDeaf = false;
  expect(await locked.tab.handlers.recover(input)).toMatchObject({ phase: "open" });
  expect(await bodies(locked)).toEqual(["a page"]);
  locked.close();
});

test("a recovery with a checkpoint of another account ends before anything is written", async () => {
  const phone = await signedUp("Dora");
  const { tab, close } = await new Browser(server.origin).open();
  const newWords = await tab.handlers.drawRecovery(null);
  const checkpoint = `0000000000000001${"ab".repeat(32)}`;
  const words = phone.words.join(" ");
  const recovering = tab.handlers.recover({
    name: "dora",
    words,
    newPassphrase,
    newWords,
    checkpoint,
  });
  await expect(recovering).rejects.toMatchObject({ code: "keyring_mismatch" });
  expect(await tab.handlers.status(null)).toMatchObject({ phase: "fresh" });
  close();
  phone.close();
});

test("new keys sign every other device out; with the new passphrase it goes on with all that waited there", async () => {
  const phone = await signedUp("Emma");
  const record = await write(phone, "first");
  await phone.until(isSynced);
  const laptop = await signedIn("emma");
  const beside = await laptop.browser.open();
  await beside.tab.handlers.unlock({ passphrase });
  const newWords = await phone.tab.handlers.drawRecovery(null);
  await phone.tab.handlers.newKeys({ passphrase, newPassphrase, newWords, remove: [] });
  await phone.until(isSynced);
  await write(phone, "after the new keys");
  await write(laptop, "waits on the laptop");
  await laptop.until(is("sign_in_again"));
  const byOld = laptop.tab.handlers.signIn({ name: "emma", passphrase });
  await expect(byOld).rejects.toMatchObject({ code: "login_refused" });
  await laptop.tab.handlers.signIn({ name: "emma", passphrase: newPassphrase });
  await laptop.until(isSynced);
  const all = ["after the new keys", "first", "waits on the laptop"];
  expect(await bodies(laptop)).toEqual(all);
  await expect.poll(() => bodies(phone), { timeout: patience }).toEqual(all);
  // The other tab held the old keys: it lets go of them, and opens with the new passphrase.
  await beside.until(({ phase }) => phase === "locked");
  await beside.tab.handlers.unlock({ passphrase: newPassphrase });
  expect(await bodies(beside)).toEqual(all);
  const base = (await phone.tab.handlers.readRecord({ record }))?.value ?? {};
  const value = { ...base, body: "second" };
  await phone.tab.handlers.keepRecord({ record, value, base });
  await phone.until(isSynced);
  const { versions } = await phone.tab.handlers.earlierVersions({ record, before: null });
  const today = new Date().toISOString().slice(0, 10);
  expect(versions.map(({ beforeKeysOf }) => beforeKeysOf)).toEqual([today]);
  for (const open of [phone, laptop, beside]) open.close();
});

test("new keys wait for what is not sent yet", async () => {
  const network = { isDeaf: false };
  const browser = new Browser(server.origin, (address, init) =>
    network.isDeaf && address.includes("/commits/")
      ? Promise.resolve(new Response("", { status: 503 }))
      : fetch(address, init),
  );
  const phone = await signedUp("Frieda", browser);
  await phone.until(isSynced);
  network.isDeaf = true;
  await write(phone, "waits");
  const newWords = await phone.tab.handlers.drawRecovery(null);
  const asked = { passphrase, newPassphrase, newWords, remove: [] };
  await expect(phone.tab.handlers.newKeys(asked)).rejects.toMatchObject({ code: "unavailable" });
  network.isDeaf = false;
  expect(await phone.tab.handlers.newKeys(asked)).toMatchObject({ phase: "open" });
  expect(await bodies(phone)).toEqual(["waits"]);
  phone.close();
});

test.each(["lost", "never sent"] as const)(
  "new keys whose answer was %s are finished by asking once more",
  async (fate) => {
    const network = { isDeaf: false };
    const browser = new Browser(server.origin, async (address, init) => {
      const isMeant = network.isDeaf && address.endsWith("/v1/epochs");
      if (isMeant && fate === "lost") await fetch(address, init);
      if (isMeant) throw new TypeError("Failed to fetch");
      return fetch(address, init);
    });
    const name = `greta ${fate}`;
    const phone = await signedUp(name, browser);
    await write(phone, "a page");
    await phone.until(isSynced);
    const newWords = await phone.tab.handlers.drawRecovery(null);
    const asked = { passphrase, newPassphrase, newWords, remove: [] };
    network.isDeaf = true;
    await expect(phone.tab.handlers.newKeys(asked)).rejects.toMatchObject({ code: "unavailable" });
    network.isDeaf = false;
    await phone.tab.handlers.newKeys(asked);
    await phone.until(isSynced);
    const again = await browser.open();
    await again.tab.handlers.unlock({ passphrase: newPassphrase });
    expect(await bodies(again)).toEqual(["a page"]);
    for (const open of [phone, again]) open.close();
  },
);

test("a device that is removed says so, sends nothing, and keeps every word", async () => {
  const phone = await signedUp("Hanna");
  const laptop = await signedIn("hanna");
  await write(laptop, "of the laptop");
  await laptop.until(isSynced);
  await expect.poll(() => bodies(phone), { timeout: patience }).toEqual(["of the laptop"]);
  const { devices, isWhole } = await phone.tab.handlers.devices(null);
  expect(isWhole).toBe(true);
  expect(devices.map(({ isThis, isStranger }) => [isThis, isStranger])).toEqual([
    [true, false],
    [false, false],
  ]);
  const device = devices[1]?.device ?? "";
  await phone.tab.handlers.removeDevices({ passphrase, devices: [device] });
  await write(laptop, "after that");
  await laptop.until(is("removed"));
  expect(await bodies(laptop)).toEqual(["after that", "of the laptop"]);
  const { devices: now } = await phone.tab.handlers.devices(null);
  expect(now[1]?.removedOn).toBe(new Date().toISOString().slice(0, 10));
  expect(await bodies(phone)).toEqual(["of the laptop"]);
  for (const open of [phone, laptop]) open.close();
});

test("a device that was added elsewhere is told until somebody has seen it; one's own entry is not", async () => {
  const phone = await signedUp("Ida");
  expect(await phone.tab.handlers.newDevices(null)).toEqual([]);
  const laptop = await signedIn("ida");
  expect(await laptop.tab.handlers.newDevices(null)).toEqual([]);
  await expect
    .poll(
      async () => (await phone.tab.handlers.newDevices(null)).map(({ isStranger }) => isStranger),
      { timeout: patience },
    )
    .toEqual([false]);
  await phone.tab.handlers.seenDevices(null);
  expect(await phone.tab.handlers.newDevices(null)).toEqual([]);
  phone.close();
  const again = await phone.browser.open();
  await again.tab.handlers.unlock({ passphrase });
  expect(await again.tab.handlers.newDevices(null)).toEqual([]);
  for (const open of [again, laptop]) open.close();
});

test("somebody who signs in and never adds a device is told as a stranger", async () => {
  const phone = await signedUp("Jana");
  const browser = new Browser(server.origin, async (address, init) => {
    if (init.method === "PUT") throw new TypeError("Failed to fetch");
    return fetch(address, init);
  });
  const stranger = await browser.open();
  const entering = stranger.tab.handlers.signIn({ name: "jana", passphrase });
  await expect(entering).rejects.toMatchObject({ code: "unavailable" });
  const told = await phone.tab.handlers.newDevices(null);
  expect(told).toMatchObject([{ name: "", isStranger: true, isThis: false, removedOn: null }]);
  const [found] = told;
  await phone.tab.handlers.removeDevices({ passphrase, devices: [found?.device ?? ""] });
  expect(await phone.tab.handlers.newDevices(null)).toEqual([]);
  const { devices } = await phone.tab.handlers.devices(null);
  // Nobody says on which day: the keyring never had it.
  expect(devices[1]).toMatchObject({ isStranger: true, isRemoved: true, removedOn: null });
  for (const open of [phone, stranger]) open.close();
});
