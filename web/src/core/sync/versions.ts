/** Writing the next version of the keyring from this device, proven by the passphrase that was typed for it (docs/protocol.md, Keyring). */

import { type Bytes, erase, type Random } from "../bytes.ts";
import { acceptNext } from "../crypto/accept.ts";
import { sealKeyring } from "../crypto/keyring.ts";
import { Refusal } from "../errors.ts";
import { type KeyringWrite, onlyKeyring, type Slot } from "../protocol/accounts.ts";
import type { Keyring, KeyringDocument } from "../protocol/keyring.ts";
import { type Change, change, type Expectation } from "../store/contract.ts";
import { type AccountRow, only } from "../store/schema.ts";
import { openAny, type Typed, typed } from "./account.ts";
import { keyHolder, type Procedure, save } from "./effects.ts";
import { accountHere } from "./here.ts";
import { catchUp, rereadKeyring, storeVersion } from "./keyrings.ts";
import { sealOne } from "./local.ts";
import { epochKeys, type OpenKeys, withKeyring } from "./open-keys.ts";
import { pinnedToJson } from "./pinned.ts";
import { putKeyring } from "./put-keyring.ts";

/** What the next version is made of: the open account, its row with the slots of now, and AK, which is erased afterwards. */
export type Making = {
  readonly keys: OpenKeys;
  readonly account: AccountRow;
  readonly accountKey: Bytes;
  readonly random: Random;
};

/** The next version as it is to be: its document, all slots from then on, what else goes with it, and rows that are stored with it. */
export type NextVersion = {
  readonly document: KeyringDocument;
  readonly slots: readonly Slot[];
  readonly with: Partial<Omit<KeyringWrite, "keyring" | "slots">>;
  readonly changes: readonly Change[];
};

type Sealed = { readonly next: NextVersion; readonly keyring: Keyring };

/** How often another device may be faster before it is said that this did not work. */
const mostTries = 5;

/**
 * Writes the version that `make` builds over the newest one; where that is null, nothing has to be written any more. `make` is asked again when
 * another device was faster, and when an answer was lost. `isThere` is asked before the passphrase is: what was written before, and whose answer was lost,
 * may have taken it away. `wrong_secret`, `login_refused`, `unavailable`.
 */
export function* writeVersion(
  passphrase: string,
  make: (making: Making) => Promise<NextVersion | null>,
  isThere: (account: AccountRow) => Promise<boolean> = async () => false,
): Procedure<void> {
  yield* rereadKeyring(); // another tab may have accepted a newer one
  for (let tries = 0; tries < mostTries; tries++) {
    yield* catchUp(saveAnywhere);
    const account = yield* accountHere();
    if (yield* keyHolder("make version", () => isThere(account))) return;
    const typedNow = yield* keyHolder("derive way in", () =>
      typed(account.name, account.salt, passphrase),
    );
    const sealed = yield* sealNext(account, typedNow, make);
    if (sealed === null) return;
    const { next, keyring } = sealed;
    const write = { ...onlyKeyring, ...next.with, slots: next.slots, keyring };
    if (yield* putKeyring(account, typedNow.login, write)) return yield* storeOwn(account, sealed);
  }
  throw new Refusal("unavailable");
}

function sealNext(
  account: AccountRow,
  { way, login }: Typed,
  make: (making: Making) => Promise<NextVersion | null>,
): Procedure<Sealed | null> {
  return keyHolder("make version", async ({ open: keys, random }) => {
    if (keys === null) throw new RangeError("a version is made of an open account");
    const { key: accountKey } = await openAny(way, account.account, account.slots);
    try {
      const next = await make({ keys, account, accountKey, random });
      if (next === null) return null;
      const signers = { device: keys.device, deviceKey: keys.deviceKey, login };
      return { next, keyring: await sealKeyring(keys.account, next.document, signers, random) };
    } finally {
      erase(accountKey);
    }
  });
}

function* storeOwn(account: AccountRow, { next, keyring }: Sealed): Procedure<void> {
  const keys = yield* keyHolder("accept keyring", async ({ open }) => {
    if (open === null) throw new RangeError("a version is accepted by an open account");
    const pinned = await acceptNext(epochKeys(open), open.keyring, keyring);
    return withKeyring(open, pinned, next.with.wraps ?? account.wraps);
  });
  const sealed = yield* sealOne("keyring", only, pinnedToJson(keys.keyring));
  const wraps = next.with.wraps ?? account.wraps;
  const rows = [
    change("account", only, { ...account, slots: next.slots, wraps }),
    change("keyring", only, { sealed }),
    ...next.changes,
  ];
  yield* storeVersion(keys, rows, saveAnywhere);
  yield* keyHolder("accept keyring", (holder) => {
    holder.open = keys;
  });
}

/** Any tab may write a version that it made or verified itself; the one that leads takes it up from the disk. */
function* saveAnywhere(
  changes: readonly Change[],
  expects: readonly Expectation[],
): Procedure<boolean> {
  return (yield* save({ changes, expects, lead: null, strict: true })) === "written";
}
