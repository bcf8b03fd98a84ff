import { encode } from "@msgpack/msgpack";
import { createParser } from "eventsource-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { words } from "../../../web/src/content/words.ts";
import { normaliseRecoveryCode } from "../../../web/src/core/crypto/recovery.ts";
import { GoldseamError } from "../../../web/src/core/errors.ts";
import {
  decodeChallenge,
  decodeKeyrings,
  decodeRenewal,
  decodeSession,
} from "../../../web/src/core/protocol/accounts.ts";
import { canonicalText, parseObject } from "../../../web/src/core/protocol/canonical.ts";
import { decodeStatement } from "../../../web/src/core/protocol/closing.ts";
import { decodeAccepted } from "../../../web/src/core/protocol/commits.ts";
import { decodeDevices, decodeExport } from "../../../web/src/core/protocol/devices.ts";
import { canonicalName, fromHex, toHex } from "../../../web/src/core/protocol/encoding.ts";
import { decodeLimits, limits } from "../../../web/src/core/protocol/limits.ts";
import { decodeHistory, decodePage } from "../../../web/src/core/protocol/pages.ts";
import { decodeOffer, decodePairingAnswer } from "../../../web/src/core/protocol/pairings.ts";
import { parsePoke } from "../../../web/src/core/protocol/pokes.ts";
import { decodeRefusal } from "../../../web/src/core/protocol/refusals.ts";
import { type Change, changed, changes } from "../changes.ts";
import { Fuzzer, patience, seed } from "../fuzzing.ts";
import { backup } from "./vectors/backup.ts";
import { commits } from "./vectors/commits.ts";
import { encoding } from "./vectors/encoding.ts";
import { keyring } from "./vectors/keyring.ts";
import { pairing } from "./vectors/pairing.ts";
import { pull } from "./vectors/pull.ts";
import { recovery } from "./vectors/recovery.ts";
import { revisions } from "./vectors/revisions.ts";
import { slots } from "./vectors/slots.ts";
import { suite } from "./vectors/suite.ts";
import { type Area, Inputs, type Plain, type Vector, vectorsOf } from "./vectors/vector.ts";

const areas: Readonly<Record<string, Area>> = {
  ...{ backup, commits, encoding, keyring, pairing, pull, recovery, revisions, slots, suite },
};
/** The operations that take in what others made. */
const reading: ReadonlySet<string> = new Set([
  ...["verify", "open", "open-slot", "open-wrap", "open-local", "aead-open", "zip", "manifest"],
  ...["accept", "accept-newest", "listed", "json", "name", "code", "parse-checkpoint"],
  ...["check-digest", "check-tag", "check-signature", "read-offer", "open-answer"],
]);
const cases = Object.keys(areas)
  .flatMap(vectorsOf)
  .filter(({ inputs }) => reading.has(String(inputs.operation)));
/** What in them came from outside: the rest is what this client itself passes, and never wrong. */
const fromOutside: ReadonlySet<string> = new Set([
  ...["age", "zip", "sealed", "checkpoint", "commits", "commit", "tag", "signature", "previous"],
  ...["device_signature", "login_signature", "manifest", "text", "typed"],
]);
const isText: ReadonlySet<string> = new Set(["manifest", "text", "typed"]);

const seconds = 2;
/** Of one run, on a machine that others use too; a hang would take hours. */
const mostMilliseconds = 20_000;
/** Of the whole process over all runs. */
const mostGrowth = 400 * 2 ** 20;

function withChanges(value: Plain, made: readonly Change[], name = ""): Plain {
  if (typeof value === "string" && fromOutside.has(name)) return textWithChanges(value, made, name);
  if (Array.isArray(value)) return value.map((item) => withChanges(item, made, name));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([key, item]) => [key, withChanges(item, made, key)]));
}

function textWithChanges(value: string, made: readonly Change[], name: string): string {
  if (!isText.has(name)) return toHex(changed(fromHex(value), made));
  return new TextDecoder().decode(changed(new TextEncoder().encode(value), made));
}

/** Ends, soon, with a value or an error of the tree; what a caller must never pass may be a range error. */
async function expectHeld(run: () => unknown): Promise<void> {
  const begun = performance.now();
  try {
    await run();
  } catch (error) {
    if (!(error instanceof GoldseamError || error instanceof RangeError)) throw error;
  }
  expect(performance.now() - begun).toBeLessThan(mostMilliseconds);
}

async function expectBoundedMemory(run: () => Promise<void>): Promise<void> {
  const before = process.memoryUsage().rss;
  await run();
  expect(process.memoryUsage().rss - before).toBeLessThan(mostGrowth);
}

function operationOf({ area, inputs }: Vector) {
  const operation = areas[area]?.[String(inputs.operation)];
  if (operation === undefined) throw new TypeError("an operation that no test knows");
  return operation;
}

test(
  `changed bytes that are opened, verified or parsed leave no trace but one error (seed ${seed})`,
  async () => {
    const fuzzer = new Fuzzer("decoders (web)");
    const values = fc.tuple(fc.constantFrom(...cases), changes);
    await expectBoundedMemory(() =>
      fuzzer.run(seconds, values, async ([vector, made]) => {
        fuzzer.operations += 1;
        const inputs = withChanges(vector.inputs, made) as Vector["inputs"]; // an object stays one
        await expectHeld(() => operationOf(vector)(new Inputs(inputs)));
      }),
    );
  },
  patience,
);

const bytes = (length: number) => new Uint8Array(length).fill(7);
const revision = { record: bytes(16), number: 3, epoch: 1, sequence: 9, sealed: bytes(541) };
const head = {
  ...{ sequence: 9, epoch: 1, keyring_version: 2, device: bytes(16) },
  ...{ commit: bytes(32), tag: bytes(32), signature: bytes(64) },
};
const aKeyring = {
  ...{ version: 2, epoch: 1, previous: bytes(32), sealed: bytes(700), device: bytes(16) },
  ...{ device_signature: bytes(64), login_type: 1, login_signature: bytes(64) },
};
const keyrings = {
  keyrings: [aKeyring],
  slots: [{ slot: bytes(16), type: 1, epoch: 1, sealed: bytes(93) }],
  wraps: [{ vault: bytes(16), epoch: 1, sealed: bytes(61) }],
};
const past = { number: 2, epoch: 1, sequence: 4, stored_on: "2026-11-22", sealed: bytes(541) };
const renewal = { token: bytes(32), expires_in: 900 };
const page = { revisions: [revision, revision], commits: bytes(96), next: null, sequence: 9, head };
const problem = { code: "behind", detail: "", sequence: 3, record: bytes(16), retry_after: 2 };
const seen = { device: bytes(16), first_on: "2026-11-22", seen_on: "2026-11-23", revoked: false };
const closed = { account: bytes(16), device: bytes(16), on: "2026-11-23" };
const statement = { ...closed, signature: bytes(64) };

/** Every answer, whole. */
const answers: readonly (readonly [string, unknown, (body: Uint8Array<ArrayBuffer>) => unknown])[] =
  [
    ["page", page, decodePage],
    ["history", { revisions: [past], next: 2 }, decodeHistory],
    ["keyrings", keyrings, decodeKeyrings],
    ["session", { account: bytes(16), ...renewal, ...keyrings }, decodeSession],
    ["renewal", renewal, decodeRenewal],
    [
      "challenge",
      { suite: 1, salt: bytes(16), challenge: bytes(32), expires_in: 120 },
      decodeChallenge,
    ],
    ["accepted", { sequence: 10 }, decodeAccepted],
    ["limits", limits, decodeLimits],
    ["devices", { devices: [seen, { ...seen, first_on: null }] }, decodeDevices],
    ["statement of a closing", statement, decodeStatement],
    ["export of an account", { name: "anna", account: bytes(16), ...keyrings }, decodeExport],
    ["offer of a pairing", { offer: bytes(178) }, decodeOffer],
    ["answer of a pairing", { answer: bytes(2_097) }, decodePairingAnswer],
    ["refusal", problem, (body) => decodeRefusal(409, body)],
  ];

test.each(answers)("a whole %s is decoded", (_, value, decode) => {
  expect(() => decode(new Uint8Array(encode(value)))).not.toThrow();
});

test(
  `changed bytes of an answer are decoded or refused as malformed (seed ${seed})`,
  async () => {
    const fuzzer = new Fuzzer("answers (web)");
    const values = fc.tuple(fc.constantFrom(...answers), fc.constantFrom(...answers), changes);
    await expectBoundedMemory(() =>
      fuzzer.run(seconds, values, async ([[, value], [, , decode], made]) => {
        fuzzer.operations += 1;
        const body = changed(encode(value), made);
        await expectHeld(() => decode(body));
      }),
    );
  },
  patience,
);

/** What a person or a liar may put where text is read: every code unit, the signs of a grammar again and again. */
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.json({ maxDepth: 70 }),
  fc
    .tuple(
      fc.constantFrom("[", '{"a":', '"', "\\u0000", "\n", "data: ", "a-", " ", "e\u0301"),
      fc.nat(2_000),
    )
    .map(([sign, times]) => sign.repeat(times)),
);

/** Every reader of text; each gives a value, or an error of the tree. */
const readers: readonly ((text: string) => unknown)[] = [
  readTwice,
  (text) => normaliseRecoveryCode(text, words),
  canonicalName,
  (text) => parsePoke("poke", text),
  (text) => parsePoke("keyring", text),
  (text) => createParser({ onEvent: ({ event, data }) => parsePoke(event ?? "", data) }).feed(text),
];

/** What was read is written as it will be read again, unless two of its keys become one. */
function readTwice(text: string): void {
  const value = parseObject(new TextEncoder().encode(text));
  const written = canonicalText(value);
  expect(canonicalText(parseObject(new TextEncoder().encode(written)))).toBe(written);
}

test(
  `hostile text is read or refused, never more (seed ${seed})`,
  async () => {
    const fuzzer = new Fuzzer("readers (web)");
    const values = fc.tuple(fc.constantFrom(...readers.keys()), hostile);
    await expectBoundedMemory(() =>
      fuzzer.run(seconds, values, async ([which, text]) => {
        fuzzer.operations += 1;
        await expectHeld(() => readers[which]?.(text));
      }),
    );
  },
  patience,
);
