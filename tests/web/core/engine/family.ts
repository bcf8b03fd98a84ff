import { decode as decodeMsgpack } from "@msgpack/msgpack";
import { words } from "../../../../web/src/content/words.ts";
import { acceptAll } from "../../../../web/src/core/crypto/accept.ts";

import { platformRandom } from "../../../../web/src/core/crypto/suite.ts";
import { decodeKeyrings, type LoginKeys } from "../../../../web/src/core/protocol/accounts.ts";
import { fromHex } from "../../../../web/src/core/protocol/encoding.ts";
import type { Keyring } from "../../../../web/src/core/protocol/keyring.ts";
import { encode } from "../../../../web/src/core/protocol/wire.ts";
import type { AccountRow } from "../../../../web/src/core/store/schema.ts";
import {
  addDevice,
  makeAccount,
  makeDevice,
  openSession,
  type Typed,
  typed,
  withOwnVersion,
} from "../../../../web/src/core/sync/account.ts";
import { epochKeys, type OpenKeys, withKeyring } from "../../../../web/src/core/sync/open-keys.ts";

/** A device that is listed in the account's newest keyring, unlocked. */
export interface Member {
  readonly account: AccountRow;
  readonly keys: OpenKeys;
}

/** One account with three devices, and every version of its keyring. */
export interface Family {
  readonly members: readonly [Member, Member, Member];
  readonly keyrings: readonly Keyring[];
  /** What lies behind the passphrase: stretching it is slow on purpose. */
  readonly typed: Typed;
  /** The public login keys by type. */
  readonly loginKeys: LoginKeys;
}

export const name = "anna";
export const passphrase = "cocoa tidal ember willow gravel lantern";
const today = "2026-11-22";
let made: Promise<Family> | null = null;

/** Made once for all tests of a file: stretching a passphrase is slow on purpose. */
export function family(): Promise<Family> {
  made ??= makeFamily();
  return made;
}

async function makeFamily(): Promise<Family> {
  const label = { name: "first", today };
  const { registration, keys } = await makeAccount(name, passphrase, label, words, platformRandom);
  const first = { account: registration.account, keys };
  const keyrings = [firstKeyring(registration.body)];
  const typedNow = await typed(name, registration.account.salt, passphrase);
  const second = await added(first, keyrings, "second", typedNow);
  const third = await added(first, keyrings, "third", typedNow);
  const members = [first, second, third] as const;
  const all = await Promise.all(members.map((member) => upToDate(member, keyrings)));
  const [a, b, c] = all;
  if (a === undefined || b === undefined || c === undefined) throw new Error("three in, three out");
  return { members: [a, b, c], keyrings, typed: typedNow, loginKeys: loginKeysOf(a.keys) };
}

function loginKeysOf({ keyring }: OpenKeys): LoginKeys {
  const { "1": passphrase, "2": recovery } = keyring.document.login_keys;
  return { "1": fromHex(passphrase), "2": fromHex(recovery) };
}

/** The keyring inside a registration's body. */
function firstKeyring(body: Uint8Array): Keyring {
  const { keyring } = decodeMsgpack(body) as { keyring: unknown }; // what makeAccount encoded
  const [first] = decodeKeyrings(encode({ keyrings: [keyring], slots: [], wraps: [] })).keyrings;
  if (first === undefined) throw new Error("one in, one out");
  return first;
}

async function added(
  first: Member,
  keyrings: Keyring[],
  label: string,
  typedNow: Typed,
): Promise<Member> {
  const { account } = first;
  const device = await makeDevice(platformRandom);
  const { slots, wraps } = account;
  const session = {
    account: account.account,
    token: new Uint8Array(32),
    expires_in: 900,
    slots,
    wraps,
  };
  const named = { name, salt: account.salt };
  const opened = await openSession({ ...session, keyrings }, device, typedNow, named);
  const own = await addDevice(opened.keys, typedNow.login, { name: label, today }, platformRandom);
  keyrings.push(own);
  return { account: opened.account, keys: await withOwnVersion(opened.keys, own, opened.account) };
}

async function upToDate({ account, keys }: Member, keyrings: readonly Keyring[]): Promise<Member> {
  const news = keyrings.filter(({ version }) => version > keys.keyring.version);
  const pinned = await acceptAll(epochKeys(keys), keys.keyring, news);
  return { account, keys: await withKeyring(keys, pinned, account.wraps) };
}
