import { beforeEach, describe, expect, test, vi } from "vitest";
import { batchLength } from "../../../web/src/core/batches.ts";
import { GoldseamError, type RefusalCode } from "../../../web/src/core/errors.ts";
import { type Id, parseId } from "../../../web/src/core/protocol/encoding.ts";
import { encode } from "../../../web/src/core/protocol/wire.ts";
import { change } from "../../../web/src/core/store/contract.ts";
import { only } from "../../../web/src/core/store/schema.ts";
import type { Effect, Reply, Request } from "../../../web/src/core/sync/effects.ts";
import { beginLeading, Deposed } from "../../../web/src/core/sync/leading.ts";
import { turn } from "../../../web/src/core/sync/turn.ts";
import { Device, watch } from "./engine/device.ts";
import { type Family, family } from "./engine/family.ts";
import { ModelServer, refused } from "./engine/model-server.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let people: Family;
let server: ModelServer;
let phone: Device;
let laptop: Device;

beforeEach(async () => {
  people = await family();
  const [first, second] = people.members;
  server = new ModelServer(first.keys.vault, people.keyrings);
  phone = await new Device(first, server).begin();
  laptop = await new Device(second, server).begin();
});

const page = (body: string) => ({ title: "Day", body, tags: [] });
const answer = (value: unknown): Reply => ({ kind: "answer", body: encode(value), servedAt: null });
const challengeReply = answer({
  suite: 1,
  salt: new Uint8Array(16),
  challenge: new Uint8Array(32),
  expires_in: 120,
});
const silence: Reply = { kind: "silence", retryAfter: null };

function commits(effects: readonly Effect[]): Request[] {
  const requests = effects.flatMap((effect) => (effect.effect === "send" ? [effect.request] : []));
  return requests.filter(({ method }) => method === "PUT");
}

describe("a commit", () => {
  test("is on disk with its attempts, strictly, before its first byte is sent", async () => {
    await phone.write(page("one\n"));
    const effects = watch(phone);
    await phone.turn();
    const sent = effects.findIndex(
      (effect) => effect.effect === "send" && effect.request.method === "PUT",
    );
    const stored = effects.findIndex(
      (effect) =>
        effect.effect === "save" &&
        effect.batch.strict &&
        ["pending", "attempts"].every((table) =>
          effect.batch.changes.some((one) => one.table === table && one.row !== null),
        ),
    );
    expect(stored).toBeGreaterThanOrEqual(0);
    expect(sent).toBeGreaterThan(stored);
  });

  test("that was not answered is sent again with the same bytes, and no other is built", async () => {
    await phone.write(page("one\n"));
    phone.network = async ({ method }, deliver) => (method === "PUT" ? silence : deliver());
    const effects = watch(phone);
    expect(await phone.turn()).toEqual({ end: "silent", retryAfter: null });
    await phone.write(page("two\n"));
    await phone.turn();
    phone.network = (_, deliver) => deliver();
    await phone.turn();
    const [first, second, third, fourth] = commits(effects);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(fourth?.path).toContain("/commits/1/");
    expect(server.sequence).toBe(2);
  });

  test.each<RefusalCode>([
    "behind",
    "epoch_stale",
    "quota",
    "gone",
    "revoked",
    "bad_request",
    "bad_signature",
    "number_stale",
    "blob_missing",
    "not_found",
  ])("refused with %s becomes what waits again", async (code) => {
    const record = await phone.write(page("one\n"));
    server.refusals.push(refused(code));
    const end = await phone.turn();
    expect(end).toEqual(code === "behind" ? { end: "contended" } : { end: "refused", code });
    expect(await phone.store.get("pending", only)).toBeNull();
    expect(await phone.store.get("outbox", record)).not.toBeNull();
    expect(await phone.turn()).toEqual({ end: "done" });
    expect(server.sequence).toBe(1);
  });

  test.each<RefusalCode>(["rate_limited", "server_error", "unavailable"])(
    "answered with %s is kept as it is",
    async (code) => {
      await phone.write(page("one\n"));
      server.refusals.push(refused(code));
      expect(await phone.turn()).toEqual({ end: "silent", retryAfter: null });
      expect(await phone.store.get("pending", only)).not.toBeNull();
    },
  );

  test("after behind has half as many revisions", async () => {
    for (let i = 0; i < 8; i++) await phone.write(page(`${i}\n`));
    const leading = beginLeading(await phone.store.lead(), () => 0);
    server.refusals.push(refused("behind"));
    await phone.run(turn(leading));
    expect(leading.most).toBe(leading.limits.max_commit_revisions / 2);
  });

  test("leaves out what was edited after it was built, over its new base", async () => {
    const record = await phone.write(page("one\n"));
    phone.around = {
      async before(effect) {
        if (effect.effect !== "send" || effect.request.method !== "PUT") return;
        phone.around = { before() {}, after() {} };
        await phone.keep(record, page("one two\n"), page("one\n"));
      },
      after() {},
    };
    await phone.turn();
    expect(server.sequence).toBe(2);
    await laptop.turn();
    expect((await laptop.entry(record))?.body).toBe("one two\n");
  });

  test("splits by bytes", async () => {
    const long = "x".repeat(100_000);
    for (let i = 0; i < 4; i++) await phone.write(page(`${i} ${long}\n`));
    expect(await phone.turn()).toEqual({ end: "done" });
    expect(server.sequence).toBe(2);
  });

  test("is not sent before the recovery code was typed again; pulling is allowed", async () => {
    const words = { sealed: new Uint8Array(1) };
    const changes = [change("recovery", only, words)];
    await phone.store.write({ changes, expects: [], lead: null, strict: true });
    await phone.write(page("one\n"));
    await laptop.write(page("two\n"));
    await laptop.turn();
    expect(await phone.turn()).toEqual({ end: "recovery_first" });
    expect(server.sequence).toBe(1);
    expect((await phone.store.get("vault", only))?.sequence).toBe(1);
  });
});

describe("too large", () => {
  test("sets the named record aside, the rest goes on, and an edit tries again", async () => {
    server.maxRevisionBytes = 4_000;
    const large = await phone.write(page("x".repeat(5_000)));
    const small = await phone.write(page("one\n"));
    expect(await phone.turn()).toEqual({ end: "done" });
    expect((await phone.store.get("outbox", large))?.held).toBe("too_large");
    expect(await phone.store.get("outbox", small)).toBeNull();
    await phone.keep(large, page("shorter\n"), page("x".repeat(5_000)));
    expect(await phone.turn()).toEqual({ end: "done" });
    expect(await phone.store.count("outbox")).toBe(0);
  });

  test("is not what was shortened while it was on its way", async () => {
    server.maxRevisionBytes = 4_000;
    const long = page("x".repeat(5_000));
    const record = await phone.write(long);
    let isFirst = true;
    phone.network = async ({ method }, deliver) => {
      if (method === "PUT" && isFirst) await phone.keep(record, page("shorter\n"), long);
      isFirst &&= method !== "PUT";
      return deliver();
    };
    expect(await phone.turn()).toEqual({ end: "done" });
    expect(await phone.store.get("outbox", record)).toBeNull();
  });

  test("is known beforehand from the limits", async () => {
    const large = await phone.write(page("x".repeat(230_000)));
    const effects = watch(phone);
    expect(await phone.turn()).toEqual({ end: "done" });
    expect(commits(effects)).toHaveLength(0);
    expect((await phone.store.get("outbox", large))?.held).toBe("too_large");
  });

  test("for a whole batch lets the next batch go on in the same turn", async () => {
    const [first, second] = ["0".repeat(32), "f".repeat(32)].map(parseId) as [Id, Id];
    await phone.keep(first, page("x".repeat(230_000)), null);
    await phone.keep(second, page("one\n"), null);
    const leading = beginLeading(await phone.store.lead(), () => phone.clock);
    leading.most = 1;
    expect(await phone.run(turn(leading))).toEqual({ end: "done" });
    expect((await phone.store.get("outbox", first))?.held).toBe("too_large");
    expect(await phone.store.get("outbox", second)).toBeNull();
  });

  test("that names no record halves until the one is found", async () => {
    for (let i = 0; i < 3; i++) await phone.write(page(`${i}\n`));
    for (let i = 0; i < 8; i++) server.refusals.push(refused("too_large"));
    await phone.turn();
    const aside = (await phone.store.all("outbox")).filter(({ held }) => held !== null);
    expect(aside).toHaveLength(1);
    expect(server.sequence).toBeGreaterThan(0);
  });
});

describe("an attempt", () => {
  test("that comes back in a pull is an acknowledgement, even when the pending row was lost", async () => {
    const record = await phone.write(page("one\n"));
    phone.network = async (request, deliver) => {
      const reply = await deliver();
      return request.method === "PUT" ? silence : reply;
    };
    await phone.turn();
    const changes = [change("pending", only, null)];
    await phone.store.write({ changes, expects: [], lead: null, strict: true });
    phone.network = (_, deliver) => deliver();
    expect(await phone.turn()).toEqual({ end: "done" });
    expect(server.sequence).toBe(1);
    expect(await phone.store.count("outbox")).toBe(0);
    expect(await phone.store.count("attempts")).toBe(0);
    expect((await phone.entry(record))?.body).toBe("one\n");
  });

  test("under another device's revision is the base of the merge: nothing is doubled", async () => {
    const record = await phone.write(page("a\n"));
    await phone.turn();
    await phone.keep(record, page("b\n"), page("a\n"));
    phone.network = async (request, deliver) => {
      const reply = await deliver();
      return request.method === "PUT" ? silence : reply;
    };
    await phone.turn();
    await laptop.turn();
    await laptop.keep(record, page("c\n"), page("b\n"));
    await laptop.turn();
    phone.network = (_, deliver) => deliver();
    await phone.turn();
    expect((await phone.entry(record))?.body).toBe("c\n");
    expect(await phone.store.count("outbox")).toBe(0);
  });

  test("is forgotten when a verified head has passed its base", async () => {
    await phone.write(page("one\n"));
    server.refusals.push(refused("quota"));
    await phone.turn();
    expect(await phone.store.count("attempts")).toBe(1);
    await laptop.write(page("two\n"));
    await laptop.turn();
    await phone.turn();
    expect(await phone.store.count("attempts")).toBe(0);
  });

  test("uses a number up", async () => {
    const record = await phone.write(page("one\n"));
    server.refusals.push(refused("quota"));
    await phone.turn();
    await phone.turn();
    expect(server.state.newest.get(record)?.number).toBe(2);
  });
});

describe("a session", () => {
  test("that is stale is renewed by the device, and the request repeated once", async () => {
    await phone.write(page("one\n"));
    const renewed = new Uint8Array(32).fill(7);
    phone.network = async ({ path, token }, deliver) => {
      if (path === "/v1/challenges") return challengeReply;
      if (path === "/v1/sessions/renew") return answer({ token: renewed, expires_in: 900 });
      const isFresh = token?.[0] === 7;
      return isFresh ? deliver() : { kind: "refused", refusal: refused("session_stale") };
    };
    expect(await phone.turn()).toEqual({ end: "done" });
    expect((await phone.store.get("session", only))?.token).toEqual(renewed);
  });

  test("that only the passphrase renews is not asked for again and again", async () => {
    phone.network = async ({ path }) => {
      if (path === "/v1/challenges") return challengeReply;
      const code = path === "/v1/sessions/renew" ? "sign_in_again" : "session_stale";
      return { kind: "refused", refusal: refused(code) };
    };
    expect(await phone.turn()).toEqual({ end: "refused", code: "sign_in_again" });
    const effects = watch(phone);
    expect(await phone.turn()).toEqual({ end: "refused", code: "sign_in_again" });
    expect(effects.some(({ effect }) => effect === "send")).toBe(false);
  });
});

describe("leading", () => {
  test("a tab that leads no more writes nothing", async () => {
    await phone.write(page("one\n"));
    await phone.turn();
    const before = await phone.store.get("vault", only);
    await laptop.write(page("two\n"));
    await laptop.turn();
    await phone.store.lead(); // another tab
    await expect(phone.turn()).rejects.toBeInstanceOf(Deposed);
    expect(await phone.store.get("vault", only)).toEqual(before);
  });
});

test("a long pull has one batch open at a time, and is stored in one transaction", async () => {
  const count = 2 * batchLength + 3;
  for (let i = 0; i < count; i++) await laptop.write(page(`${i}\n`));
  while ((await laptop.store.count("outbox")) > 0) await laptop.turn();
  const effects = watch(phone);
  expect(await phone.turn()).toEqual({ end: "done" });
  const opened = effects.filter((one) => one.effect === "key" && one.name === "open revisions");
  const saved = effects.flatMap((one) => (one.effect === "save" ? [one.batch.changes] : []));
  const bases = saved.map((changes) => changes.filter(({ table }) => table === "bases").length);
  expect(opened).toHaveLength(3);
  expect(bases.filter((length) => length > 0)).toEqual([count]);
});

test("a page of a server that never moves on ends as silence, not in a loop", async () => {
  for (let i = 0; i < 8; i++) await laptop.write(page(`${i}\n`));
  await laptop.turn();
  let first: Reply | null = null;
  phone.network = async (_, deliver) => {
    first ??= await deliver();
    return first;
  };
  expect(await phone.turn()).toEqual({ end: "silent", retryAfter: null });
});

test("what nobody foresaw is thrown, not swallowed", async () => {
  phone.network = () => Promise.reject(new GoldseamError("damaged"));
  await expect(phone.turn()).rejects.toMatchObject({ code: "damaged" });
});
