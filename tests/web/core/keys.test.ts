import { expect, test } from "vitest";
import {
  deriveAccountKeys,
  deriveLocalKey,
  deriveVaultKeys,
  makeId,
  makeSecret,
} from "../../../web/src/core/crypto/keys.ts";
import { deriveLoginKey, prove } from "../../../web/src/core/crypto/login.ts";
import { openSlot, passphraseWayIn, sealSlot } from "../../../web/src/core/crypto/slots.ts";
import { isSigned, makeSigningKey, sign, signingKey } from "../../../web/src/core/crypto/suite.ts";
import { random } from "./values.ts";

const account = makeId(random);

test("no key that the core holds can be exported", async () => {
  const accountKeys = await deriveAccountKeys(makeSecret(random), account);
  const vaultKeys = await deriveVaultKeys(makeSecret(random), makeId(random), 1);
  const device = await makeSigningKey();
  const login = await signingKey(makeSecret(random));
  const local = await deriveLocalKey(accountKeys, makeId(random));
  const held = [
    local,
    device.private,
    login.private,
    ...handles(accountKeys),
    ...handles(vaultKeys),
  ];
  expect(held).toHaveLength(10);
  for (const key of held) expect(key.extractable).toBe(false);
});

test("the bytes of a key are gone once it is imported", async () => {
  const [accountKey, vaultKey, seed] = [makeSecret(random), makeSecret(random), makeSecret(random)];
  await deriveAccountKeys(accountKey, account);
  await deriveVaultKeys(vaultKey, makeId(random), 1);
  await signingKey(seed);
  for (const bytes of [accountKey, vaultKey, seed]) expect(bytes).toEqual(new Uint8Array(32));
});

test("a passphrase opens what it sealed, and another does not", async () => {
  const salt = random(16);
  const way = await passphraseWayIn("mara", salt, "six words of a list are typed");
  const accountKey = makeSecret(random);
  const slot = await sealSlot(way, { account, slot: makeId(random), epoch: 1 }, accountKey, random);
  expect(await openSlot(way, account, slot)).toEqual(accountKey);
  const other = await passphraseWayIn("mara", salt, "six words of a list are types");
  await expect(openSlot(other, account, slot)).rejects.toMatchObject({ code: "wrong_secret" });
});

test("a device key that was made here signs", async () => {
  const key = await makeSigningKey();
  const message = random(40);
  expect(await isSigned(key.public, await sign(key, message), message)).toBe(true);
});

test("who signs is decided by the purpose, not by the caller", async () => {
  const device = await makeSigningKey();
  const claim = {
    origin: "https://journal.example",
    name: "mara",
    challenge: random(32),
    body: random(8),
  };
  const way = await passphraseWayIn("mara", random(16), "any");
  const login = await deriveLoginKey(way);
  const renewal = prove({ ...claim, purpose: 2 }, device, login, random);
  await expect(renewal).rejects.toThrow(RangeError);
  await expect(prove({ ...claim, purpose: 1 }, device, null, random)).rejects.toThrow(RangeError);
});

function handles(keys: object): CryptoKey[] {
  return Object.values(keys).filter((value) => value instanceof CryptoKey);
}
