import { beforeEach, expect, test, vi } from "vitest";
import type { Bytes } from "../../../web/src/core/bytes.ts";
import { makeId } from "../../../web/src/core/crypto/keys.ts";
import { makeSigningKey, platformRandom } from "../../../web/src/core/crypto/suite.ts";
import type { RefusalCode } from "../../../web/src/core/errors.ts";
import { encode } from "../../../web/src/core/protocol/wire.ts";
import { change } from "../../../web/src/core/store/contract.ts";
import { MemoryStore } from "../../../web/src/core/store/memory.ts";
import { only } from "../../../web/src/core/store/schema.ts";
import { type Reply, type Request, renewed, run } from "../../../web/src/core/sync/effects.ts";
import { makeDriver } from "../../../web/src/worker/driver.ts";
import { refused } from "../core/engine/model-server.ts";

const stale = new Uint8Array(32).fill(1);
const fresh = new Uint8Array(32).fill(2);
const typed = new Uint8Array(32).fill(3);

let storage: MemoryStore;

beforeEach(async () => {
  storage = new MemoryStore();
  const [device, account] = [makeId(platformRandom), makeId(platformRandom)];
  const name = { name: "anna", salt: new Uint8Array(16), slots: [], wraps: [] };
  const row = { ...name, account, device, deviceKey: await makeSigningKey() };
  await write([change("account", only, row), change("session", only, { token: stale })]);
});

async function write(changes: ReturnType<typeof change>[]): Promise<void> {
  await storage.write({ changes, expects: [], lead: null, strict: true });
}

const answer = (value: unknown): Reply => ({ kind: "answer", body: encode(value), servedAt: null });
const given = {
  suite: 1,
  salt: new Uint8Array(16),
  challenge: new Uint8Array(32),
  expires_in: 120,
};

/** A driver over a server that answers a renewal so, and every request it was sent. */
function driver(renewal: () => Promise<Reply>) {
  const transport = vi.fn(async ({ path }: Request) =>
    path === "/v1/challenges" ? answer(given) : renewal(),
  );
  const holder = { open: null, random: platformRandom, origin: "http://model" };
  const perform = makeDriver(storage, transport, holder);
  const renewals = () => transport.mock.calls.filter(([{ path }]) => path.endsWith("renew")).length;
  return { renew: (token: Bytes) => run(renewed(token), perform), renewals };
}

test("a session that two find stale at once is renewed once, for both", async () => {
  const { renew, renewals } = driver(async () => answer({ token: fresh, expires_in: 900 }));
  expect(await Promise.all([renew(stale), renew(stale)])).toEqual([fresh, fresh]);
  expect(renewals()).toBe(1);
});

test("who finds a session stale that was renewed meanwhile is given the new one", async () => {
  const { renew, renewals } = driver(async () => answer({ token: fresh, expires_in: 900 }));
  await renew(stale);
  expect(await renew(stale)).toEqual(fresh);
  expect(renewals()).toBe(1);
});

test("a renewal that fails is tried anew by the next who asks", async () => {
  const answers: Reply[] = [{ kind: "silence", retryAfter: null }];
  const next = async () => answers.shift() ?? answer({ token: fresh, expires_in: 900 });
  const { renew } = driver(next);
  await expect(renew(stale)).rejects.toMatchObject({ code: "unavailable" });
  expect(await renew(stale)).toEqual(fresh);
});

const refusing = (code: RefusalCode): Reply => ({ kind: "refused", refusal: refused(code) });

test("a refused renewal does not forget the session of somebody who signed in meanwhile", async () => {
  const { renew } = driver(async () => {
    await write([change("session", only, { token: typed })]);
    return refusing("sign_in_again");
  });
  expect(await renew(stale)).toEqual(typed);
  expect((await storage.get("session", only))?.token).toEqual(typed);
});

test("a device that the server knows as removed is told so, not asked for the passphrase", async () => {
  const { renew } = driver(async () => refusing("revoked"));
  await expect(renew(stale)).rejects.toMatchObject({ code: "revoked" });
  expect((await storage.get("session", only))?.token).toEqual(stale);
});
