import { earlierKey, openEarlier, sealEarlier } from "../../../../web/src/core/crypto/earlier.ts";
import {
  deriveAccountKeys,
  deriveLocalKey,
  deriveVaultKeys,
  openWrap,
  sealWrap,
} from "../../../../web/src/core/crypto/keys.ts";
import { deriveLoginKey } from "../../../../web/src/core/crypto/login.ts";
import { passkeyChallenge } from "../../../../web/src/core/crypto/passkey.ts";
import { openLocal, sealLocal } from "../../../../web/src/core/crypto/seal.ts";
import {
  argonSalt,
  openSlot,
  passkeySecret,
  passphraseBytes,
  sealSlot,
  slotKeys,
  stretchPassphrase,
  type WayIn,
} from "../../../../web/src/core/crypto/slots.ts";
import { hkdfKey, sealKey } from "../../../../web/src/core/crypto/suite.ts";
import { toHex } from "../../../../web/src/core/protocol/encoding.ts";
import { exposing, hexOf, seedOf } from "./exposed.ts";
import { type Area, fixedRandom, type Inputs } from "./vector.ts";

export const slots: Area = {
  passphrase: (inputs) => ({ bytes: toHex(passphraseBytes(inputs.text("passphrase"))) }),
  stretch: async (inputs) => {
    const [name, salt] = [inputs.text("name"), inputs.bytes("salt")];
    const stretched = await stretchPassphrase(name, salt, inputs.text("passphrase"));
    return { argon_salt: toHex(await argonSalt(name, salt)), stretched: toHex(stretched) };
  },
  "slot-keys": (inputs) =>
    exposing(async () => {
      const { commit, key } = await slotKeys(await wayOf(inputs), placeOf(inputs));
      return { commit: toHex(commit), key: await hexOf(key) };
    }),
  "login-key": (inputs) =>
    exposing(async () => {
      const { type, secret } = await wayOf(inputs);
      const { key } = await deriveLoginKey({ type: type === 2 ? 2 : 1, secret });
      return { seed: await seedOf(key.private), public: toHex(key.public) };
    }),
  "account-keys": (inputs) =>
    exposing(async () => {
      const keys = await accountKeysOf(inputs);
      const local = await deriveLocalKey(keys, inputs.id("device"));
      return {
        keyring: await hexOf(keys.keyring),
        wrap: await hexOf(keys.wrap),
        earlier: await hexOf(await earlierKey(keys)),
        local: await hexOf(local),
      };
    }),
  "vault-keys": (inputs) =>
    exposing(async () => {
      const vault = inputs.id("vault");
      const keys = await deriveVaultKeys(inputs.bytes("vault_key"), vault, inputs.number("epoch"));
      const first = await deriveVaultKeys(inputs.bytes("first_key"), vault, 1);
      return {
        seal: await hexOf(keys.seal),
        item: await hexOf(keys.item),
        head: await hexOf(keys.head),
        id: await hexOf(first.id),
      };
    }),
  "seal-slot": async (inputs) => {
    const random = fixedRandom(inputs.bytes("nonce"));
    const accountKey = inputs.bytes("account_key");
    const slot = await sealSlot(await wayOf(inputs), placeOf(inputs), accountKey, random);
    return { sealed: toHex(slot.sealed) };
  },
  "open-slot": async (inputs) => {
    const slot = slotOf(inputs.inner("slot"));
    const way = await wayOfType(inputs, slot.type);
    return { account_key: toHex(await openSlot(way, inputs.id("account"), slot)) };
  },
  "seal-wrap": async (inputs) => {
    const place = { vault: inputs.id("vault"), epoch: inputs.number("epoch") };
    const random = fixedRandom(inputs.bytes("nonce"));
    const keys = await accountKeysOf(inputs);
    const accountEpoch = inputs.number("account_epoch");
    const wrap = await sealWrap(keys, accountEpoch, place, inputs.bytes("vault_key"), random);
    return { sealed: toHex(wrap.sealed) };
  },
  "open-wrap": async (inputs) => {
    const wrap = inputs.inner("wrap");
    const vaultKey = await openWrap(await accountKeysOf(inputs), inputs.number("account_epoch"), {
      vault: wrap.id("vault"),
      epoch: wrap.number("epoch"),
      sealed: wrap.bytes("sealed"),
    });
    return { vault_key: toHex(vaultKey) };
  },
  "passkey-challenge": async (inputs) => ({
    challenge: toHex(await passkeyChallenge(inputs.id("account"), inputs.id("slot"))),
  }),
  "passkey-secret": (inputs) => ({
    secret: toHex(passkeySecret(inputs.bytes("output"), inputs.bytes("device_secret"))),
  }),
  "seal-earlier": async (inputs) => {
    const [random, key] = [fixedRandom(inputs.bytes("nonce")), inputs.bytes("earlier_key")];
    const keys = await accountKeysOf(inputs);
    return { sealed: toHex(await sealEarlier(keys, epochsOf(inputs), key, random)) };
  },
  "open-earlier": async (inputs) => {
    const [keys, sealed] = [await accountKeysOf(inputs), inputs.bytes("sealed")];
    return { earlier_key: toHex(await openEarlier(keys, epochsOf(inputs), sealed)) };
  },
  "seal-local": async (inputs) => {
    const random = fixedRandom(inputs.bytes("nonce"));
    const key = await sealKey(inputs.bytes("local_key"));
    const sealed = await sealLocal(key, localOf(inputs), inputs.bytes("plaintext"), random);
    return { sealed: toHex(sealed) };
  },
  "open-local": async (inputs) => {
    const key = await sealKey(inputs.bytes("local_key"));
    return { plaintext: toHex(await openLocal(key, localOf(inputs), inputs.bytes("sealed"))) };
  },
};

/** A slot of a vector. */
export function slotOf(inputs: Inputs) {
  return {
    slot: inputs.id("slot"),
    type: inputs.number("type"),
    epoch: inputs.number("epoch"),
    sealed: inputs.bytes("sealed"),
  };
}

function accountKeysOf(inputs: Inputs) {
  return deriveAccountKeys(inputs.bytes("account_key"), inputs.id("account"));
}

function epochsOf(inputs: Inputs) {
  return { epoch: inputs.number("account_epoch"), earlier: inputs.number("earlier_epoch") };
}

function wayOf(inputs: Inputs): Promise<WayIn> {
  return wayOfType(inputs, inputs.number("type"));
}

async function wayOfType(inputs: Inputs, type: number): Promise<WayIn> {
  const known = type === 2 || type === 3 ? type : 1;
  return { type: known, secret: await hkdfKey(inputs.bytes("secret")) };
}

function placeOf(inputs: Inputs) {
  return {
    account: inputs.id("account"),
    slot: inputs.id("slot"),
    epoch: inputs.number("epoch"),
  };
}

function localOf(inputs: Inputs) {
  return { store: inputs.text("store"), key: inputs.text("key") };
}
