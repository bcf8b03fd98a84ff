/** Vaults of vectors: keys by epoch, states, places in a history. */

import { copyOf } from "../../../../web/src/core/bytes.ts";
import type { VaultMark } from "../../../../web/src/core/crypto/checkpoint.ts";
import {
  deriveVaultKeys,
  type VaultKeyring,
  type VaultKeys,
} from "../../../../web/src/core/crypto/keys.ts";
import type { VaultState } from "../../../../web/src/core/crypto/state.ts";
import { fromHex, type Id, parseId, toHex } from "../../../../web/src/core/protocol/encoding.ts";
import type { Row } from "../../../../web/src/core/protocol/revisions.ts";
import type { Inputs, Plain, PlainObject } from "./vector.ts";

const sumDigits = 64;

/** The keys of vault_key, vault and epoch. */
export function vaultKeysOf(inputs: Inputs): Promise<VaultKeys> {
  return deriveVaultKeys(inputs.bytes("vault_key"), inputs.id("vault"), inputs.number("epoch"));
}

/** The keys of a vault: vault_keys by epoch, vault. */
export async function vaultKeyringOf(inputs: Inputs): Promise<VaultKeyring> {
  const byEpoch = inputs.inner("vault_keys");
  const epochs = Object.keys(byEpoch.values).map(Number);
  const keys = epochs.map(async (epoch) => {
    const secret = byEpoch.bytes(String(epoch));
    return [epoch, await deriveVaultKeys(secret, inputs.id("vault"), epoch)] as const;
  });
  return new Map(await Promise.all(keys));
}

/** A state as vectors hold it. */
export function stateOf(inputs: Inputs, vault: Id): VaultState {
  const rows = inputs.inner("rows");
  const records = Object.keys(rows.values).map(parseId);
  return {
    vault,
    sequence: inputs.number("sequence"),
    chain: inputs.bytes("chain"),
    commit: inputs.bytes("commit"),
    keyringVersion: inputs.number("keyring_version"),
    epoch: inputs.has("epoch") ? inputs.number("epoch") : 1,
    total: integerOf(inputs.text("total")),
    rows: new Map(records.map((record) => [record, rowIn(rows.inner(record), record)])),
  };
}

/** How vectors show a state. */
export function shownState(state: VaultState): PlainObject {
  const rows = [...state.rows.values()].map(({ record, number, epoch, hash }) => {
    return [record, { number, epoch, hash: toHex(hash) }] as const;
  });
  return {
    sequence: state.sequence,
    chain: toHex(state.chain),
    commit: toHex(state.commit),
    keyring_version: state.keyringVersion,
    total: shownInteger(state.total),
    rows: Object.fromEntries(rows),
  };
}

/** A place in the history of a vault. */
export function markOf(inputs: Inputs): VaultMark {
  return {
    vault: inputs.id("vault"),
    sequence: inputs.number("sequence"),
    chain: inputs.bytes("chain"),
  };
}

/** The row of its 60 bytes. */
export function rowOfHex(text: string): Row {
  const bytes = fromHex(text);
  const fields = new DataView(bytes.buffer);
  return {
    record: parseId(text.slice(0, 32)),
    number: Number(fields.getBigUint64(16)),
    epoch: fields.getUint32(24),
    hash: copyOf(bytes.subarray(28)),
  };
}

/** 32 bytes of a vector as the integer that they are. */
export function integerOf(value: Plain): bigint {
  return BigInt(`0x${value}`);
}

export function shownInteger(value: bigint): string {
  return value.toString(16).padStart(sumDigits, "0");
}

/** A revision as a commit carries it. */
export function revisionOf(inputs: Inputs) {
  return {
    record: inputs.id("record"),
    number: inputs.number("number"),
    sealed: inputs.bytes("sealed"),
  };
}

/** A list of ids. */
export function idsOf(inputs: Inputs, name: string): Id[] {
  return inputs.list(name).map((value) => parseId(String(value)));
}

function rowIn(inputs: Inputs, record: Id): Row {
  return {
    record,
    number: inputs.number("number"),
    epoch: inputs.number("epoch"),
    hash: inputs.bytes("hash"),
  };
}
