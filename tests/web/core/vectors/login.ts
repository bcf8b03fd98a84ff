import { proofBytes, prove, requireSuite } from "../../../../web/src/core/crypto/login.ts";
import { isSigned, signingKey } from "../../../../web/src/core/crypto/suite.ts";
import { Refusal } from "../../../../web/src/core/errors.ts";
import { deviceOnlyPurposes, type Purpose } from "../../../../web/src/core/protocol/accounts.ts";
import { toHex } from "../../../../web/src/core/protocol/encoding.ts";
import { type Area, fixedRandom, type Inputs, shown } from "./vector.ts";

export const login: Area = {
  prove: async (inputs) => {
    const device = await signingKey(inputs.bytes("device_seed"));
    const nonce = inputs.bytes("nonce");
    const by = await loginOf(inputs);
    const request = await prove(claimOf(inputs), device, by, fixedRandom(nonce));
    const message = await proofBytes(claimOf(inputs), nonce, device.public);
    return { message: toHex(message), request: shown(request) };
  },
  // What a server does with a proof: nothing in the client does, but the message must be the same.
  verify: async (inputs) => {
    const request = inputs.inner("request");
    const deviceKey = request.bytes("device_key");
    const message = await proofBytes(claimOf(request), request.bytes("nonce"), deviceKey);
    const byDevice = await isSigned(deviceKey, request.bytes("device_signature"), message);
    const byLogin =
      deviceOnlyPurposes.has(claimOf(request).purpose) ||
      (await isSigned(inputs.bytes("login_key"), request.bytes("login_signature"), message));
    if (!byDevice || !byLogin) throw new Refusal("login_refused");
    return {};
  },
  suite: (inputs) => {
    const suite = inputs.number("suite");
    requireSuite({
      suite,
      salt: new Uint8Array(16),
      challenge: new Uint8Array(32),
      expires_in: 120,
    });
    return {};
  },
};

async function loginOf(inputs: Inputs) {
  if (!inputs.has("login_seed")) return null;
  const type = inputs.number("login_type") === 2 ? 2 : 1;
  return { type, key: await signingKey(inputs.bytes("login_seed")) } as const;
}

function claimOf(inputs: Inputs) {
  return {
    // The vectors name purposes of the specification only.
    purpose: inputs.number("purpose") as Purpose,
    origin: inputs.text("origin"),
    name: inputs.text("name"),
    challenge: inputs.bytes("challenge"),
    body: inputs.bytes("body"),
  };
}
