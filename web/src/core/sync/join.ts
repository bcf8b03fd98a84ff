/** A new device adds itself to the keyring (docs/protocol.md, Keyring). */

import type { Bytes } from "../bytes.ts";
import { acceptAll } from "../crypto/accept.ts";

import type { LoginKey } from "../crypto/login.ts";
import { Refusal } from "../errors.ts";
import { decodeKeyrings, onlyKeyring } from "../protocol/accounts.ts";
import type { Keyring } from "../protocol/keyring.ts";
import type { AccountRow } from "../store/schema.ts";
import { addDevice, type DeviceLabel, isListed, withOwnVersion } from "./account.ts";
import { askWith } from "./asking.ts";
import { keyHolder, type Procedure } from "./effects.ts";
import { epochKeys, type OpenKeys, withKeyring } from "./open-keys.ts";
import { putKeyring } from "./put-keyring.ts";

/** How often another device may be faster before it is said that this did not work. */
const mostTries = 5;

/** The keys under a keyring that lists this device. A device that is listed already writes nothing. */
export function* join(
  keys: OpenKeys,
  login: LoginKey,
  account: AccountRow,
  token: Bytes,
  label: DeviceLabel,
): Procedure<OpenKeys> {
  let newest = keys;
  for (let tries = 0; tries < mostTries; tries++) {
    if (isListed(newest)) return newest;
    const own = yield* sealOwn(newest, login, label);
    if (yield* putKeyring(account, login, { ...onlyKeyring, keyring: own }))
      return yield* withOwn(newest, own, account);
    newest = yield* catchUp(newest, account, token);
  }
  throw new Refusal("unavailable");
}

function sealOwn(keys: OpenKeys, login: LoginKey, label: DeviceLabel): Procedure<Keyring> {
  return keyHolder("add device", ({ random }) => addDevice(keys, login, label, random));
}

function withOwn(keys: OpenKeys, own: Keyring, account: AccountRow): Procedure<OpenKeys> {
  return keyHolder("accept keyring", () => withOwnVersion(keys, own, account));
}

function* catchUp(keys: OpenKeys, account: AccountRow, token: Bytes): Procedure<OpenKeys> {
  const path = `/v1/keyrings?after=${keys.keyring.version}`;
  const news = yield* askWith(token, { method: "GET", path, body: null }, decodeKeyrings);
  return yield* keyHolder("accept keyring", async () => {
    const keyring = await acceptAll(epochKeys(keys), keys.keyring, news.keyrings);
    return withKeyring(keys, keyring, account.wraps);
  });
}
