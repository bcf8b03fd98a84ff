/** Another passphrase, or other recovery words (docs/protocol.md, Keyring). AK stays. */

import { nextDocument, withLogin } from "../crypto/keyring.ts";
import { makeId } from "../crypto/keys.ts";
import { normaliseRecoveryCode, type WordList } from "../crypto/recovery.ts";
import { sealSlot } from "../crypto/slots.ts";
import type { LoginKeys } from "../protocol/accounts.ts";
import { fromHex } from "../protocol/encoding.ts";
import type { KeyringDocument } from "../protocol/keyring.ts";
import { type Change, change } from "../store/contract.ts";
import { type AccountRow, only } from "../store/schema.ts";
import { isOpened, type Typed, typedCode } from "./account.ts";
import { keyHolder, type Procedure } from "./effects.ts";
import { accountHere } from "./here.ts";
import { derive } from "./session.ts";
import { type Making, type NextVersion, writeVersion } from "./versions.ts";

/** Writes a version with a new slot and login key of type 1. Errors as those of `writeVersion`. */
export function* changePassphrase(passphrase: string, newPassphrase: string): Procedure<void> {
  const { name, salt } = yield* accountHere();
  const next = yield* derive(name, salt, newPassphrase);
  const isThere = (account: AccountRow) => isOpened(account, next.way);
  yield* writeVersion(passphrase, (making) => withWay(making, next, []), isThere);
}

/** The same with type 2; the words were typed again, so that the device forgets others that were not. */
export function* newRecovery(passphrase: string, typed: string, words: WordList): Procedure<void> {
  const next = yield* keyHolder("derive way in", () =>
    typedCode(normaliseRecoveryCode(typed, words)),
  );
  const forgotten = change("recovery", only, null);
  yield* writeVersion(passphrase, (making) => withWay(making, next, [forgotten]));
}

/** The new way in the place of the one of its type; null where it is in that place already, as after a lost answer. */
async function withWay(
  { keys, account, accountKey, random }: Making,
  { way, login }: Typed,
  changes: readonly Change[],
): Promise<NextVersion | null> {
  if (await isOpened(account, way)) return null;
  const place = {
    account: account.account,
    slot: makeId(random),
    epoch: keys.keyring.document.epoch,
  };
  const own = await sealSlot(way, place, accountKey, random);
  const slots = [own, ...account.slots.filter(({ type }) => type !== way.type)];
  const login_keys = { ...loginKeysOf(keys.keyring.document), [way.type]: login.key.public };
  const document = await withLogin(nextDocument(keys.keyring), slots, login_keys);
  return { document, slots, with: { login_keys }, changes };
}

/** The public login keys that a document names. */
function loginKeysOf({ login_keys }: KeyringDocument): LoginKeys {
  return { "1": fromHex(login_keys["1"]), "2": fromHex(login_keys["2"]) };
}
