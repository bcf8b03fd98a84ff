/** The devices of the account: who they are, which of them somebody has seen here, and removing some (docs/protocol.md, Keyring, Login). */

import * as v from "valibot";
import type { Random } from "../bytes.ts";
import { nextDocument, withRevoked } from "../crypto/keyring.ts";
import { sealLocal } from "../crypto/seal.ts";
import { Malformed, Refusal } from "../errors.ts";
import { canonicalJson } from "../protocol/canonical.ts";
import { decodeDevices, type SeenDevice } from "../protocol/devices.ts";
import { type Id, isId } from "../protocol/encoding.ts";
import { idsOf } from "../protocol/keyring.ts";
import { parse } from "../protocol/wire.ts";
import { change } from "../store/contract.ts";
import { only, type SealedRow } from "../store/schema.ts";
import type { KnownDevice } from "../ways-in.ts";
import { askInSession } from "./asking.ts";
import { key, load, type Procedure, save } from "./effects.ts";
import { openOne, sealOne } from "./local.ts";
import type { OpenKeys } from "./open-keys.ts";
import { type Making, type NextVersion, writeVersion } from "./versions.ts";

const shape = v.object({
  devices: v.array(v.custom<Id>((text) => typeof text === "string" && isId(text))),
});

/** Those that count as seen where nobody has said anything yet. */
export async function sealSeen(
  { local }: OpenKeys,
  devices: readonly Id[],
  random: Random,
): Promise<SealedRow> {
  const place = { store: "seen", key: only };
  return {
    sealed: await sealLocal(local, place, canonicalJson({ devices: [...devices] }), random),
  };
}

/** This one first, then by day, newest first. `isWhole`: the server told of its own too; without it strangers and last days are missing. */
export function* knownDevices(): Procedure<{
  readonly devices: readonly KnownDevice[];
  readonly isWhole: boolean;
}> {
  const told = yield* devicesThere();
  const seen = new Set(yield* seenHere());
  const devices = yield* key("ids", async (keys) => listed(keys, told ?? [], seen));
  return { devices, isWhole: told !== null };
}

/** Those that nobody has seen here yet; one that is removed already is no news. */
export function* newDevices(): Procedure<readonly KnownDevice[]> {
  const { devices } = yield* knownDevices();
  return devices.filter(({ isNew }) => isNew);
}

/** Somebody has seen all that are known now. */
export function* seeDevices(): Procedure<void> {
  const { devices } = yield* knownDevices();
  const all = new Set([...(yield* seenHere()), ...devices.map(({ device }) => device)]);
  yield* keepSeen([...all]);
}

/** One that was let in from here is no news here. */
export function* seeDevice(device: Id): Procedure<void> {
  yield* keepSeen([...new Set([...(yield* seenHere()), device])]);
}

function* keepSeen(devices: readonly string[]): Procedure<void> {
  const sealed = yield* sealOne("seen", only, { devices: [...devices] });
  const seen = change("seen", only, { sealed });
  yield* save({ changes: [seen], expects: [], lead: null, strict: true });
}

/** On a device of before this was kept, those that the keyring lists at the first look count as seen. */
function* seenHere(): Procedure<readonly string[]> {
  const row = yield* load("seen", only);
  if (row !== null) return parse(shape, yield* openOne("seen", only, row.sealed)).devices;
  const present = yield* key("ids", async ({ keyring }) => idsOf(keyring.document.devices));
  yield* keepSeen(present);
  return present;
}

/** What the server tells; null where it does not answer. */
function* devicesThere(): Procedure<readonly SeenDevice[] | null> {
  try {
    return yield* askInSession({ method: "GET", path: "/v1/devices", body: null }, decodeDevices);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function listed(
  { keyring, device: own }: OpenKeys,
  told: readonly SeenDevice[],
  seen: ReadonlySet<string>,
): readonly KnownDevice[] {
  const { devices } = keyring.document;
  const there = new Map(told.map((one) => [one.device, one]));
  const ids = new Set<Id>([...idsOf(devices), ...there.keys()]);
  const known = [...ids].map((device): KnownDevice => {
    const [entry, server] = [devices[device], there.get(device)];
    // Of a device that the keyring lists the server's word counts for nothing: it could keep it from being told.
    const isRemoved = entry === undefined ? server?.revoked === true : entry.revoked !== null;
    return {
      device,
      name: entry?.name ?? "",
      isThis: device === own,
      addedOn: entry?.added ?? server?.first_on ?? null,
      seenOn: server?.seen_on ?? null,
      isRemoved,
      removedOn: entry?.revoked ?? null,
      isStranger: entry === undefined,
      isNew: device !== own && !isRemoved && !seen.has(device),
    };
  });
  return known.toSorted(inOrder);
}

function inOrder(one: KnownDevice, other: KnownDevice): number {
  if (one.isThis !== other.isThis) return one.isThis ? -1 : 1;
  const [day, otherDay] = [one.addedOn ?? "", other.addedOn ?? ""];
  if (day !== otherDay) return day < otherDay ? 1 : -1;
  return one.device < other.device ? -1 : 1;
}

/**
 * Removes devices, their passkeys too; their sessions end at once. `on` is a date, YYYY-MM-DD. Errors as those of `writeVersion`; `bad_request` for
 * this device itself.
 */
export function* removeDevices(
  passphrase: string,
  devices: readonly Id[],
  on: string,
): Procedure<void> {
  const own = yield* key("ids", async (keys) => keys.device);
  if (devices.includes(own)) throw new Malformed("a device does not remove itself");
  if (devices.length === 0) return;
  yield* writeVersion(passphrase, (making) => withoutDevices(making, devices, on));
}

async function withoutDevices(
  { keys, account }: Making,
  devices: readonly Id[],
  on: string,
): Promise<NextVersion | null> {
  const before = keys.keyring.document.devices;
  // A stranger is in no version: the server alone can be told, and is told with one that changes nothing.
  const isDone = devices.every((device) => (before[device]?.revoked ?? null) !== null);
  if (isDone) return null;
  const document = withRevoked(nextDocument(keys.keyring), devices, on);
  const slots = account.slots.filter(({ slot }) => document.slots[slot] !== undefined);
  return { document, slots, with: { revoke: devices }, changes: [] };
}
