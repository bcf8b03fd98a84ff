import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bytes } from "../../../web/src/core/bytes.ts";
import { GoldseamError, Refusal, refusalCodes } from "../../../web/src/core/errors.ts";
import {
  decodeChallenge,
  decodeKeyrings,
  decodeRenewal,
  decodeSession,
} from "../../../web/src/core/protocol/accounts.ts";
import { decodeAccepted } from "../../../web/src/core/protocol/commits.ts";
import { idToBytes } from "../../../web/src/core/protocol/encoding.ts";
import { decodeAdmission, decodeLimits, limits } from "../../../web/src/core/protocol/limits.ts";
import { decodeHistory, decodePage } from "../../../web/src/core/protocol/pages.ts";
import { parsePoke } from "../../../web/src/core/protocol/pokes.ts";
import { decodeRefusal } from "../../../web/src/core/protocol/refusals.ts";
import { bytesOf, bytesUpTo, counts, epochs, ids, numbers } from "./values.ts";

const slots = fc.record({ slot: ids, type: fc.nat(255), epoch: epochs, sealed: bytesOf(93) });
const wraps = fc.record({ vault: ids, epoch: epochs, sealed: bytesOf(61) });
const keyrings = fc.record({
  version: numbers,
  epoch: epochs,
  previous: bytesOf(32),
  sealed: bytesUpTo(600),
  device: ids,
  device_signature: bytesOf(64),
  login_type: fc.constantFrom(1, 2),
  login_signature: bytesOf(64),
});
const stored = fc.record({
  record: ids,
  number: numbers,
  epoch: epochs,
  sequence: numbers,
  sealed: bytesUpTo(600),
});
const heads = fc.record({
  sequence: numbers,
  epoch: epochs,
  keyring_version: counts,
  device: ids,
  commit: bytesOf(32),
  tag: bytesOf(32),
  signature: bytesOf(64),
});
const few = { maxLength: 4 };
const renewal = { token: bytesOf(32), expires_in: counts };
const setOfKeys = {
  keyrings: fc.array(keyrings, few),
  slots: fc.array(slots, few),
  wraps: fc.array(wraps, few),
};

type Codec = readonly [string, (bytes: Uint8Array) => unknown, fc.Arbitrary<object>];

const codecs: readonly Codec[] = [
  [
    "challenge",
    decodeChallenge,
    fc.record({ suite: counts, salt: bytesOf(16), challenge: bytesOf(32), expires_in: counts }),
  ],
  ["renewal", decodeRenewal, fc.record(renewal)],
  ["session", decodeSession, fc.record({ account: ids, ...renewal, ...setOfKeys })],
  ["keyrings", decodeKeyrings, fc.record(setOfKeys)],
  [
    "page with a next one",
    decodePage,
    fc.record({
      revisions: fc.array(stored, few),
      next: fc.record({ sequence: counts, record: ids, commits: counts }),
      sequence: fc.constant(null),
      head: fc.constant(null),
      commits: bytesUpTo(128),
    }),
  ],
  [
    "last page",
    decodePage,
    fc.record({
      revisions: fc.array(stored, few),
      next: fc.constant(null),
      sequence: counts,
      head: fc.option(heads),
      commits: bytesUpTo(128),
    }),
  ],
];

/** Fields that a page may leave out; who verifies a pull says what that means. */
const optional = ["next", "sequence", "head"];

describe.each(codecs)("a %s", (_, decode, values) => {
  test("comes out as it was sent, and unknown fields are passed over", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decode(sent({ ...value, from_a_later_version: 1 }))).toEqual(value);
      }),
    );
  });

  test("with a field less or of another type is refused as malformed", () => {
    fc.assert(
      fc.property(values, fc.nat(), fc.boolean(), (value, which, isCut) => {
        const names = Object.keys(value).filter((name) => !isCut || !optional.includes(name));
        const name = names[which % names.length] ?? "";
        const { [name]: _field, ...rest } = value as Record<string, unknown>;
        const broken = isCut ? rest : { ...rest, [name]: { odd: true } };
        expect(() => decode(sent(broken))).toThrow(GoldseamError);
      }),
    );
  });
});

const decoders = [
  ...codecs.map(([, decode]) => decode),
  decodeHistory,
  decodeAccepted,
  decodeLimits,
  decodeAdmission,
] as const;

test("no bytes make a decoder throw anything but the error tree", () => {
  fc.assert(
    fc.property(bytesUpTo(200), fc.constantFrom(...decoders), (bytes, decode) => {
      expect(() => decode(bytes)).toThrow(GoldseamError);
    }),
    { numRuns: 1000 },
  );
});

test("any change of one byte in an answer decodes or is refused as malformed", () => {
  fc.assert(
    fc.property(fc.record(setOfKeys), fc.nat(), fc.nat(255), (value, at, byte) => {
      const bytes = sent(value);
      bytes[at % bytes.length] = byte;
      try {
        decodeKeyrings(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(GoldseamError);
      }
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["a list that claims 2^32 - 1 members", [0xdd, 0xff, 0xff, 0xff, 0xff]],
  ["a map that claims 2^32 - 1 members", [0xdf, 0xff, 0xff, 0xff, 0xff]],
  ["a thousand lists in each other", Array<number>(1000).fill(0x91)],
])("%s is refused at once", (_, bytes) => {
  expect(() => decodePage(Uint8Array.from(bytes))).toThrow(GoldseamError);
});

test("the limits of a server come out by their names", () => {
  expect(decodeLimits(sent(limits))).toEqual(limits);
});

test.each(["open", "invitation", "closed"])("a server that is %s says so", (accounts) => {
  expect(decodeAdmission(sent({ ...limits, accounts }))).toBe(accounts);
});

test("another word for who may make an account is malformed", () => {
  expect(() => decodeAdmission(sent({ ...limits, accounts: "ajar" }))).toThrow(GoldseamError);
});

test("an id of 15 bytes is malformed", () => {
  const next = { sequence: 1, record: new Uint8Array(15) };
  expect(() => decodePage(encode({ revisions: [], next }))).toThrow(GoldseamError);
});

test("the history of a record comes out as it was sent", () => {
  const past = fc.record({
    number: numbers,
    epoch: epochs,
    sequence: numbers,
    stored_on: fc.constant("2026-11-22"),
    sealed: bytesUpTo(64),
  });
  fc.assert(
    fc.property(fc.array(past, few), fc.option(numbers), (revisions, next) => {
      expect(decodeHistory(sent({ revisions, next }))).toEqual({ revisions, next });
    }),
  );
});

test.each(refusalCodes)("the error answer %s is that refusal", (code) => {
  const answer = { code, detail: "for logs", sequence: 7, retry_after: 3 };
  const refusal = decodeRefusal(409, encode(answer));
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal.code).toBe(code);
  expect(refusal.facts).toEqual({ sequence: 7, record: null, retryAfter: 3 });
  expect(refusal.message).not.toContain("for logs");
});

test.each([
  [429, "rate_limited"],
  [502, "unavailable"],
  [503, "unavailable"],
  [404, "server_error"],
  [500, "server_error"],
])("an answer %i that is not ours lets nothing be concluded but %s", (status, code) => {
  const page = new TextEncoder().encode("<html>a proxy</html>");
  expect(decodeRefusal(status, page).code).toBe(code);
});

test("a poke is read, and anything else on the stream is nothing", () => {
  const vault = "00112233445566778899aabbccddeeff";
  expect(parsePoke("poke", JSON.stringify({ vault, sequence: 3 }))).toEqual({
    event: "poke",
    vault,
    sequence: 3,
  });
  expect(parsePoke("keyring", '{"version":2}')).toEqual({ event: "keyring", version: 2 });
  for (const data of ["", "null", "{", '{"vault":"xyz","sequence":1}', '{"sequence":1}']) {
    expect(parsePoke("poke", data)).toBeNull();
  }
  expect(parsePoke("later", "{}")).toBeNull();
});

/** As a server sends it: ids as bytes. */
function sent(value: unknown): Bytes {
  return new Uint8Array(encode(withBytes(value)));
}

function withBytes(value: unknown): unknown {
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withBytes);
  const members = Object.entries(value).map(([name, member]) => {
    const isId = ["slot", "vault", "device", "record", "account"].includes(name);
    return [name, isId ? idToBytes(member) : withBytes(member)];
  });
  return Object.fromEntries(members);
}
