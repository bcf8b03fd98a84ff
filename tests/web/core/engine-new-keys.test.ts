import { beforeEach, expect, test, vi } from "vitest";
import { signClosing } from "../../../web/src/core/crypto/closing.ts";
import type * as Slots from "../../../web/src/core/crypto/slots.ts";
import { makeSigningKey } from "../../../web/src/core/crypto/suite.ts";
import { encode } from "../../../web/src/core/protocol/wire.ts";
import { change } from "../../../web/src/core/store/contract.ts";
import { only } from "../../../web/src/core/store/schema.ts";
import type { Effect, Reply } from "../../../web/src/core/sync/effects.ts";
import { openAllHeaders } from "../../../web/src/core/sync/segments.ts";
import { Door } from "./crash/door.ts";
import { page, texts } from "./crash/scene.ts";
import type { Device } from "./engine/device.ts";
import { family, type Member } from "./engine/family.ts";
import { refused } from "./engine/model-server.ts";

// docs/threat-model.md, R-23 and R-30.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The same question to Argon2id is answered from memory. */
vi.mock("../../../web/src/core/crypto/slots.ts", async (original) => {
  const { remembering } = await import("./engine/known-ways.ts");
  return remembering(await original<typeof Slots>());
});

let member: Member;
let phone: Door;
let laptop: Door;

/** The phone has signed up, the laptop signed in; both have one page. */
beforeEach(async () => {
  const { members } = await family();
  [member] = members;
  phone = new Door(member);
  await phone.signUp();
  await phone.confirm();
  await phone.write("first\n");
  laptop = phone.beside();
  await laptop.signIn();
  await laptop.device.turn();
});

/** Another tab of the laptop's browser: the same disk, and the keys that this one has. */
function tabBeside(): Device {
  const tab = laptop.device.beside();
  tab.network = laptop.device.network;
  return tab;
}

/** The phone makes new keys; the person knows the passphrase everywhere. */
async function newKeys(): Promise<void> {
  await phone.newKeys();
  laptop.passphrase = phone.passphrase;
}

test("a tab that holds the old keys writes nothing any more, and lets go of them", async () => {
  const tab = tabBeside();
  await newKeys();
  await laptop.signIn();
  const before = await laptop.device.store.all("outbox");
  await expect(tab.write(page("late\n"))).rejects.toMatchObject({ code: "epoch_stale" });
  expect(tab.holder.open).toBeNull();
  expect(await laptop.device.store.all("outbox")).toEqual(before);
});

test("what was sealed before the keys changed in the same tab is not written after", async () => {
  const { device } = laptop;
  await newKeys();
  let isFirst = true;
  const before = async ({ effect }: Effect) => {
    if (effect !== "save" || !isFirst) return;
    isFirst = false;
    await laptop.signIn();
  };
  device.around = { before, after() {} };
  await expect(device.write(page("between\n"))).rejects.toMatchObject({ code: "epoch_stale" });
  device.around = { before() {}, after() {} };
  expect(await texts(device)).toEqual(["first"]);
});

test("new keys leave no segment that the old ones open, and the list is whole", async () => {
  const { device } = laptop;
  const segment = { segment: "000000", count: 1, sealed: new Uint8Array([1]) };
  const changes = [change("segments", segment.segment, segment)];
  await device.store.write({ changes, expects: [], lead: null, strict: false });
  await newKeys();
  await laptop.signIn();
  expect(await device.store.count("segments")).toBe(0);
  const { listed } = await device.run(openAllHeaders());
  expect(listed.map(({ opening }) => opening)).toEqual(["first"]);
});

test("what another tab keeps while everything is sealed anew is sealed anew with it", async () => {
  const { device } = laptop;
  const tab = tabBeside();
  await newKeys();
  let isFirst = true;
  const before = async (effect: Effect) => {
    const isRest =
      effect.effect === "save" && effect.batch.changes.some((one) => one.table === "bases");
    if (!isRest || !isFirst) return;
    isFirst = false;
    await tab.write(page("meanwhile\n"));
  };
  device.around = { before, after() {} };
  await laptop.signIn();
  device.around = { before() {}, after() {} };
  expect(await texts(device)).toEqual(["first", "meanwhile"]);
  expect(await device.turn()).toEqual({ end: "done" });
  await phone.device.turn();
  expect(await texts(phone.device)).toEqual(["first", "meanwhile"]);
});

test("a row that does not open any more keeps its bytes, and holds no new keys up", async () => {
  const record = await phone.device.write(page("unreadable\n"));
  const row = await phone.device.store.get("outbox", record);
  if (row === null) throw new Error("it waits");
  const damaged = { ...row, sealed: row.sealed.map((byte, i) => (i === 20 ? byte ^ 1 : byte)) };
  const changes = [change("outbox", record, damaged)];
  await phone.device.store.write({ changes, expects: [], lead: null, strict: true });
  await phone.newKeys();
  expect((await phone.device.store.get("outbox", record))?.sealed).toEqual(damaged.sealed);
  expect((await phone.device.turn()).end).toBe("done");
});

test("new keys are refused while an alarm stands, and nothing has changed then", async () => {
  const alarm = change("alarm", only, { code: "rolled_back" });
  await phone.device.store.write({ changes: [alarm], expects: [], lead: null, strict: true });
  await expect(phone.newKeys()).rejects.toMatchObject({ code: "not_synced" });
  await laptop.device.turn();
  expect(laptop.device.holder.open?.keyring.document.epoch).toBe(1);
});

test("the first head after new keys is of the new epoch, though nothing waits", async () => {
  const { server } = phone.reception.account("maia") ?? {};
  const before = server?.sequence ?? 0;
  await newKeys();
  expect(await phone.device.turn()).toEqual({ end: "done" });
  const { head } = server?.state.commits.at(-1) ?? {};
  expect([server?.sequence, head?.epoch]).toEqual([before + 1, 2]);
  expect(await phone.device.turn()).toEqual({ end: "done" });
  expect(server?.sequence).toBe(before + 1);
});

test("new keys are made, and not only signed in for, where the session is over and the passphrase stays", async () => {
  const { device } = phone;
  const over = change("session", only, { token: null });
  await device.store.write({ changes: [over], expects: [], lead: null, strict: true });
  await phone.newKeys(phone.passphrase);
  expect(device.holder.open?.keyring.document.epoch).toBe(2);
});

test("a keyring of new keys makes a device ask for the passphrase, and is no alarm", async () => {
  await newKeys();
  const known = phone.reception.account("maia");
  const keyrings = known?.server.keyrings ?? [];
  const { network } = laptop.device;
  laptop.device.network = async (request, deliver) =>
    request.path.startsWith("/v1/keyrings?")
      ? answered({ keyrings: keyrings.slice(-1).map(wire), slots: [], wraps: [] })
      : network(request, deliver);
  expect(await laptop.device.turn()).toEqual({ end: "refused", code: "sign_in_again" });
  expect(await laptop.device.alarm()).toBeNull();
});

test("a closing that no device of the account signed is not believed", async () => {
  const open = laptop.device.holder.open;
  if (open === null) throw new Error("it has entered");
  const key = await makeSigningKey();
  const { account } = open.account;
  const forged = await signClosing(account, open.device, "2026-11-23", key);
  laptop.device.network = async ({ path }) => {
    if (path === "/v1/challenges") return answered(challenge);
    if (path.startsWith("/v1/closings/")) return answered(wire(forged));
    return {
      kind: "refused",
      refusal: refused(path.includes("renew") ? "login_refused" : "session_stale"),
    };
  };
  expect(await laptop.device.turn()).toEqual({ end: "refused", code: "sign_in_again" });
  expect(await laptop.isClosed()).toBe(false);
});

test("a device whose account was closed elsewhere hears it by the statement alone, and keeps every word", async () => {
  await phone.close();
  expect(await laptop.device.turn()).toEqual({ end: "refused", code: "sign_in_again" });
  expect(await laptop.isClosed()).toBe(true);
  expect(await texts(laptop.device)).toEqual(["first"]);
});

const challenge = {
  suite: 1,
  salt: new Uint8Array(16),
  challenge: new Uint8Array(32),
  expires_in: 120,
};
const answered = (value: unknown): Reply => ({
  kind: "answer",
  body: encode(value),
  servedAt: null,
});

/** Ids are bytes on the wire. */
function wire(value: object): object {
  const ids = ["device", "account"];
  const bytes = (hex: string) =>
    Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      ids.includes(name) ? bytes(String(one)) : one,
    ]),
  );
}
