import { words } from "../../../../web/src/content/words.ts";
import { acceptAdmitted } from "../../../../web/src/core/crypto/accept.ts";
import { admittedFromJson, admittedToJson } from "../../../../web/src/core/crypto/admitted.ts";
import { deriveAccountKeys } from "../../../../web/src/core/crypto/keys.ts";
import {
  comparedWords,
  makeOffer,
  openAnswer,
  pairKeys,
  qrText,
  readOffer,
  readQr,
} from "../../../../web/src/core/crypto/pairing.ts";
import { fromHex, toHex } from "../../../../web/src/core/protocol/encoding.ts";
import { keyringOf } from "./keyring.ts";
import { type Area, type Inputs, shown } from "./vector.ts";

const pkcs8OfX25519 = "302e020100300506032b656e04220420";

export const pairing: Area = {
  code: async (inputs) => {
    const { key, pairing: id } = await pairKeys(inputs.text("typed"), words);
    return { key: toHex(key), pairing: id };
  },
  qr: (inputs) => {
    const [origin, code] = [inputs.text("origin"), inputs.text("code")];
    const text = qrText(origin, code.split(" "));
    return readQr(text)?.code === code && readQr(text)?.origin === origin ? { text } : {};
  },
  "make-offer": async (inputs) => {
    const facts = {
      device: inputs.id("device"),
      deviceKey: inputs.bytes("device_key"),
      hpke: inputs.bytes("public"),
      name: inputs.text("name"),
    };
    const offer = await makeOffer(await keysOf(inputs), inputs.text("origin"), facts);
    return { offer: toHex(offer), words: (await comparedWords(offer, words)).join(" ") };
  },
  "read-offer": async (inputs) => {
    const bytes = inputs.bytes("offer");
    const offer = await readOffer(await keysOf(inputs), inputs.text("origin"), bytes);
    return {
      device: offer.device,
      device_key: toHex(offer.deviceKey),
      public: toHex(offer.hpke),
      name: offer.name,
      words: (await comparedWords(offer.bytes, words)).join(" "),
    };
  },
  "open-answer": async (inputs) => {
    const key = await exchangeKey(inputs);
    const [offer, answer] = [inputs.bytes("offer"), inputs.bytes("answer")];
    const admitted = admittedFromJson(await openAnswer(await keysOf(inputs), offer, key, answer));
    const { account, name, salt, accountKey, epoch, keyring, slots, wraps } = admitted;
    return {
      account,
      name,
      salt: toHex(salt),
      account_key: toHex(accountKey),
      epoch,
      keyring: shown(keyring),
      slots: shown(slots),
      wraps: shown(wraps),
      checkpoint: shown(admittedToJson(admitted).checkpoint),
    };
  },
  accept: async (inputs) => {
    const keys = await deriveAccountKeys(inputs.bytes("account_key"), inputs.id("account"));
    const [device, key] = [inputs.id("device"), inputs.bytes("device_key")];
    const pinned = await acceptAdmitted(keys, keyringOf(inputs.inner("keyring")), device, key);
    return { version: pinned.version, digest: toHex(pinned.digest) };
  },
};

function keysOf(inputs: Inputs) {
  return pairKeys(inputs.text("code"), words);
}

/** The key pair of a private key; WebCrypto gives its public half only inside its JWK. */
async function exchangeKey(inputs: Inputs): Promise<CryptoKeyPair> {
  const pkcs8 = fromHex(pkcs8OfX25519 + inputs.text("private"));
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "X25519", true, ["deriveBits"]);
  const { d: _, key_ops: __, ...half } = await crypto.subtle.exportKey("jwk", privateKey);
  const publicKey = await crypto.subtle.importKey("jwk", half, "X25519", true, []);
  return { privateKey, publicKey };
}
