import { beforeEach, expect, test, vi } from "vitest";
import { acceptNewest } from "../../../web/src/core/crypto/accept.ts";
import { nextDocument, sealKeyring } from "../../../web/src/core/crypto/keyring.ts";
import { platformRandom } from "../../../web/src/core/crypto/suite.ts";
import type { Keyring } from "../../../web/src/core/protocol/keyring.ts";
import { only } from "../../../web/src/core/store/schema.ts";
import { addDevice, isListed, withOwnVersion } from "../../../web/src/core/sync/account.ts";
import type { Effect } from "../../../web/src/core/sync/effects.ts";
import { withKeyring } from "../../../web/src/core/sync/open-keys.ts";
import { Device } from "./engine/device.ts";
import { type Family, family, type Member } from "./engine/family.ts";
import { ModelServer } from "./engine/model-server.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let people: Family;
let server: ModelServer;
let phone: Device;

/** The phone pins the first keyring; the laptop's head needs the newest. */
beforeEach(async () => {
  people = await family();
  const [first, second] = people.members;
  server = new ModelServer(first.keys.vault, people.keyrings);
  server.slots = first.account.slots;
  server.wraps = first.account.wraps;
  phone = await new Device(await asAtFirst(first), server).begin();
  const laptop = await new Device(second, server).begin();
  await laptop.write({ title: "", body: "one\n", tags: [] });
  await laptop.turn();
});

async function asAtFirst({ account, keys }: Member): Promise<Member> {
  const [keyring] = people.keyrings;
  if (keyring === undefined) throw new Error("an account has a keyring");
  const pinned = await acceptNewest(keys.account, keyring, people.typed.login.key.public);
  return { account, keys: await withKeyring(keys, pinned, account.wraps) };
}

test("a newer keyring is fetched, accepted and stored with its slots and wraps", async () => {
  const before = await phone.store.get("account", only);
  expect(await phone.turn()).toEqual({ end: "done" });
  expect(phone.holder.open?.keyring.version).toBe(people.keyrings.length);
  expect(await phone.store.get("account", only)).toEqual(before);
});

test.each(["slots", "wraps"] as const)(
  "a server that leaves out %s does not take this device's way in",
  async (what) => {
    const before = await phone.store.get("account", only);
    server[what] = [];
    expect(await phone.turn()).toEqual({ end: "silent", retryAfter: null });
    expect(await phone.store.get("account", only)).toEqual(before);
    expect(phone.holder.open?.keyring.version).toBe(1);
    expect(await phone.alarm()).toBeNull();
  },
);

/** The next version, made by the second device, in which the first one is removed. */
async function removal(): Promise<Keyring> {
  const [{ keys: gone }, { keys }] = people.members;
  const { login } = people.typed;
  const document = nextDocument(keys.keyring);
  const entry = document.devices[gone.device];
  if (entry === undefined) throw new Error("the first device is listed");
  const devices = { ...document.devices, [gone.device]: { ...entry, revoked: "2026-11-23" } };
  return sealKeyring(keys.account, { ...document, devices }, { ...keys, login }, platformRandom);
}

test("a device that was removed sends nothing more, keeps everything, and says so", async () => {
  const [first, second] = people.members;
  const keyring = await removal();
  server = new ModelServer(first.keys.vault, [...people.keyrings, keyring]);
  server.slots = first.account.slots;
  server.wraps = first.account.wraps;
  phone = await new Device(first, server).begin();
  const after = await withOwnVersion(second.keys, keyring, second.account);
  const laptop = await new Device({ ...second, keys: after }, server).begin();
  await laptop.write({ title: "", body: "laptop\n", tags: [] });
  expect(await laptop.turn()).toEqual({ end: "done" });
  const record = await phone.write({ title: "", body: "one\n", tags: [] });
  const methods: string[] = [];
  const note = (effect: Effect) => {
    if (effect.effect === "send") methods.push(effect.request.method);
  };
  phone.around = { before: note, after() {} };
  for (let turns = 0; turns < 2; turns++) {
    expect(await phone.turn()).toEqual({ end: "refused", code: "revoked" });
  }
  expect(methods).not.toContain("PUT");
  expect((await phone.entry(record))?.body).toBe("one\n");
});

test("a device that was removed never lists itself again", async () => {
  const [first] = people.members;
  const keys = await withOwnVersion(first.keys, await removal(), first.account);
  expect(isListed(keys)).toBe(false);
  const label = { name: "first", today: "2026-11-24" };
  const adding = addDevice(keys, people.typed.login, label, platformRandom);
  await expect(adding).rejects.toMatchObject({ code: "revoked" });
});
