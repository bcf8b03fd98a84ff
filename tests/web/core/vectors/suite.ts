import {
  aeadOpen,
  aeadSeal,
  deriveBytes,
  hkdfKey,
  isSigned,
  mac,
  sealKey,
  sha256,
  sign,
  signingKey,
  stretch,
} from "../../../../web/src/core/crypto/suite.ts";
import { Refusal, SealError } from "../../../../web/src/core/errors.ts";
import { toHex } from "../../../../web/src/core/protocol/encoding.ts";
import type { Area, Inputs } from "./vector.ts";

export const suite: Area = {
  hkdf: async (inputs) => {
    const key = await hkdfKey(inputs.bytes("ikm"));
    const [salt, info] = [inputs.bytes("salt"), inputs.bytes("info")];
    return { out: toHex(await deriveBytes(key, salt, info, inputs.number("length"))) };
  },
  hmac: async (inputs) => {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const raw = inputs.bytes("key");
    const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
    return { out: toHex(await mac(key, inputs.bytes("message"))) };
  },
  sha256: async (inputs) => ({ out: toHex(await sha256(inputs.bytes("data"))) }),
  argon2id: async (inputs) => ({
    out: toHex(await stretch(inputs.bytes("password"), inputs.bytes("salt"))),
  }),
  "aead-seal": async (inputs) => {
    const sealed = await aeadSeal(...(await aeadOf(inputs, "plaintext")));
    return { sealed: toHex(sealed) };
  },
  "aead-open": async (inputs) => {
    const plaintext = await aeadOpen(...(await aeadOf(inputs, "sealed")));
    if (plaintext === null) throw new SealError("damaged");
    return { plaintext: toHex(plaintext) };
  },
  sign: async (inputs) => {
    const key = await signingKey(inputs.bytes("seed"));
    const signature = await sign(key, inputs.bytes("message"));
    return { public: toHex(key.public), signature: toHex(signature) };
  },
  verify: async (inputs) => {
    const message = inputs.bytes("message");
    const holds = await isSigned(inputs.bytes("public"), inputs.bytes("signature"), message);
    if (!holds) throw new Refusal("bad_signature");
    return {};
  },
};

async function aeadOf(inputs: Inputs, text: string) {
  const key = await sealKey(inputs.bytes("key"));
  return [key, inputs.bytes("nonce"), inputs.bytes(text), inputs.bytes("aad")] as const;
}
