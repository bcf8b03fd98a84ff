import { beforeEach, expect, test, vi } from "vitest";
import { acceptNewest } from "../../../web/src/core/crypto/keyring.ts";
import { only } from "../../../web/src/core/store/schema.ts";
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
  const pinned = await acceptNewest(keys.account, keyring, keys.login.key.public);
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
