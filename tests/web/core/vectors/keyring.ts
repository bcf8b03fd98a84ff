import {
  acceptAll,
  acceptNewest,
  listedSlots,
  listedWraps,
  openKeyring,
  type PinnedKeyring,
  sealKeyring,
} from "../../../../web/src/core/crypto/keyring.ts";
import { deriveAccountKeys } from "../../../../web/src/core/crypto/keys.ts";
import { signingKey } from "../../../../web/src/core/crypto/suite.ts";
import { toHex } from "../../../../web/src/core/protocol/encoding.ts";
import {
  documentToJson,
  type Keyring,
  parseDocument,
} from "../../../../web/src/core/protocol/keyring.ts";
import { slotOf } from "./slots.ts";
import { type Area, fixedRandom, type Inputs, type PlainObject, shown } from "./vector.ts";

export const keyring: Area = {
  seal: async (inputs) => {
    const type = inputs.number("login_type") === 2 ? 2 : 1;
    const signers = {
      device: inputs.id("device"),
      deviceKey: await signingKey(inputs.bytes("device_seed")),
      login: { type, key: await signingKey(inputs.bytes("login_seed")) },
    } as const;
    const document = parseDocument(inputs.object("document"));
    const random = fixedRandom(inputs.bytes("nonce"));
    return { keyring: shown(await sealKeyring(await keysOf(inputs), document, signers, random)) };
  },
  open: async (inputs) => {
    const document = await openKeyring(await keysOf(inputs), keyringOf(inputs.inner("keyring")));
    return { document: shown(documentToJson(document)) };
  },
  accept: async (inputs) => {
    const keyrings = inputs.inners("keyrings").map(keyringOf);
    return shownPinned(
      await acceptAll(await keysOf(inputs), pinnedOf(inputs.inner("pinned")), keyrings),
    );
  },
  "accept-newest": async (inputs) => {
    const offered = keyringOf(inputs.inner("keyring"));
    const own = inputs.bytes("own_login_key");
    return shownPinned(await acceptNewest(await keysOf(inputs), offered, own));
  },
  listed: async (inputs) => {
    const document = parseDocument(inputs.object("document"));
    const wraps = inputs.inners("wraps").map(wrapOf);
    return {
      slots: shown(await listedSlots(document, inputs.inners("slots").map(slotOf))),
      wraps: shown(await listedWraps(document, wraps)),
    };
  },
};

/** A pinned version of a vector: number, digest, document. */
export function pinnedOf(inputs: Inputs): PinnedKeyring {
  return {
    version: inputs.number("version"),
    digest: inputs.bytes("digest"),
    document: parseDocument(inputs.object("document")),
  };
}

function shownPinned({ version, digest, document }: PinnedKeyring): PlainObject {
  return { version, digest: toHex(digest), document: shown(documentToJson(document)) };
}

function keysOf(inputs: Inputs) {
  return deriveAccountKeys(inputs.bytes("account_key"), inputs.id("account"));
}

/** A keyring of a vector, as on the wire. */
export function keyringOf(inputs: Inputs): Keyring {
  return {
    version: inputs.number("version"),
    epoch: inputs.number("epoch"),
    previous: inputs.bytes("previous"),
    sealed: inputs.bytes("sealed"),
    device: inputs.id("device"),
    device_signature: inputs.bytes("device_signature"),
    login_type: inputs.number("login_type"),
    login_signature: inputs.bytes("login_signature"),
  };
}

/** A wrap of a vector. */
export function wrapOf(inputs: Inputs) {
  return {
    vault: inputs.id("vault"),
    epoch: inputs.number("epoch"),
    sealed: inputs.bytes("sealed"),
  };
}
