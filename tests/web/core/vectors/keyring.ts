import { acceptAll, acceptNewest } from "../../../../web/src/core/crypto/accept.ts";
import { isClosing, signClosing } from "../../../../web/src/core/crypto/closing.ts";
import {
  listedSlots,
  listedWraps,
  type NewEpoch,
  nextDocument,
  openKeyring,
  type PinnedKeyring,
  sealKeyring,
  withDevice,
  withEpoch,
  withLogin,
  withRevoked,
} from "../../../../web/src/core/crypto/keyring.ts";
import { deriveAccountKeys, type EpochKeys } from "../../../../web/src/core/crypto/keys.ts";
import { signingKey } from "../../../../web/src/core/crypto/suite.ts";
import { parseId, toHex } from "../../../../web/src/core/protocol/encoding.ts";
import {
  documentToJson,
  type Keyring,
  type KeyringDocument,
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
      await acceptAll(await epochKeysOf(inputs), pinnedOf(inputs.inner("pinned")), keyrings),
    );
  },
  "accept-newest": async (inputs) => {
    const offered = keyringOf(inputs.inner("keyring"));
    const own = inputs.bytes("own_login_key");
    return shownPinned(await acceptNewest(await keysOf(inputs), offered, own));
  },
  next: async (inputs) => {
    const document = await nextOf(inputs, pinnedOf(inputs.inner("pinned")));
    return { document: shown(documentToJson(document)) };
  },
  close: async (inputs) => {
    const key = await signingKey(inputs.bytes("device_seed"));
    const { account, device, on } = closingOf(inputs);
    return { statement: shown(await signClosing(account, device, on, key)) };
  },
  closed: async (inputs) => {
    const told = inputs.inner("statement");
    const statement = { ...closingOf(told), signature: told.bytes("signature") };
    const document = parseDocument(inputs.object("document"));
    return { believed: await isClosing(statement, inputs.id("account"), document) };
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

function closingOf(inputs: Inputs) {
  return { account: inputs.id("account"), device: inputs.id("device"), on: inputs.text("on") };
}

/** The version that follows, changed as a vector says; what it does not name stays. */
async function nextOf(inputs: Inputs, pinned: PinnedKeyring): Promise<KeyringDocument> {
  let document = nextDocument(pinned);
  if (inputs.has("add")) document = withAdded(document, inputs.inner("add"));
  const gone = inputs.list("remove").map((device) => parseId(String(device)));
  if (gone.length > 0) document = withRevoked(document, gone, inputs.text("on"));
  if (inputs.has("slots")) {
    const keys = inputs.inner("login_keys");
    const loginKeys = { "1": keys.bytes("1"), "2": keys.bytes("2") };
    document = await withLogin(document, inputs.inners("slots").map(slotOf), loginKeys);
  }
  if (!inputs.has("new_keys")) return document;
  return withEpoch(document, newEpochOf(inputs.inner("new_keys")));
}

function withAdded(document: KeyringDocument, added: Inputs): KeyringDocument {
  const entry = { name: added.text("name"), key: added.bytes("key"), added: added.text("added") };
  return withDevice(document, added.id("device"), entry);
}

function newEpochOf(inputs: Inputs): NewEpoch {
  const [after, earlier] = [inputs.inner("after"), inputs.inner("earlier")];
  const places = Object.keys(after.values).map((vault) => {
    const place = after.inner(vault);
    const [sequence, chain] = [place.number("sequence"), place.text("chain")];
    return [parseId(vault), { sequence, chain, on: place.text("on") }] as const;
  });
  const keys = Object.keys(earlier.values).map(
    (epoch) => [Number(epoch), earlier.bytes(epoch)] as const,
  );
  const wraps = inputs.inners("wraps").map(wrapOf);
  return { wraps, after: new Map(places), earlier: new Map(keys) };
}

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

async function epochKeysOf(inputs: Inputs): Promise<EpochKeys> {
  if (!inputs.has("account_keys")) return new Map([[1, await keysOf(inputs)]]);
  const [account, byEpoch] = [inputs.id("account"), inputs.inner("account_keys")];
  const keys = Object.keys(byEpoch.values).map(async (epoch) => {
    return [Number(epoch), await deriveAccountKeys(byEpoch.bytes(epoch), account)] as const;
  });
  return new Map(await Promise.all(keys));
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
