/** The verified head as it rests on a device: the sealed part in the vault's row, the rows in their own table. */

import * as v from "valibot";
import { freshState, type VaultState } from "../crypto/state.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { fromHex, type Id, toHex } from "../protocol/encoding.ts";
import type { Row } from "../protocol/revisions.ts";
import { parse } from "../protocol/wire.ts";
import { only, type RecordRow, type VaultRow } from "../store/schema.ts";
import { key, load, loadAll, type Procedure } from "./effects.ts";
import { openOne, sealOne } from "./local.ts";

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const shape = v.object({
  sequence: v.number(),
  chain: hex,
  commit: hex,
  keyringVersion: v.number(),
  epoch: v.optional(v.number(), 1), // a head of before there were new keys
  total: hex,
});

/** What a head believes, without its rows. */
export type HeadFacts = Omit<VaultState, "rows" | "vault">;

/** JSON for sealing under LK: D must not lie in clear. */
export function headToJson(head: HeadFacts): JsonObject {
  return {
    sequence: head.sequence,
    chain: toHex(head.chain),
    commit: toHex(head.commit),
    keyringVersion: head.keyringVersion,
    epoch: head.epoch,
    total: head.total.toString(16).padStart(64, "0"),
  };
}

/** The head of its JSON; `Malformed` for anything else. */
export function headFromJson(json: JsonObject): HeadFacts {
  const { chain, commit, total, ...numbers } = parse(shape, json);
  return {
    ...numbers,
    chain: fromHex(chain),
    commit: fromHex(commit),
    total: BigInt(`0x${total}`),
  };
}

/** The state that this device verified last, or the beginning of the vault. */
export function* loadState(): Procedure<VaultState> {
  const row = yield* load("vault", only);
  if (row === null) return yield* key("verify pull", ({ vault }) => freshState(vault));
  const head = headFromJson(yield* openOne("vault", only, row.sealed));
  return { ...head, vault: row.vault, rows: rowsOf(yield* loadAll("records")) };
}

/** The row to store for a state verified at a time of this device's clock; `maker` made its head, null where there is none. */
export function* sealState(
  state: VaultState,
  verifiedAt: number,
  maker: Id | null,
): Procedure<VaultRow> {
  const before = yield* load("vault", only);
  const own = yield* key("ids", async ({ device }) => device);
  const isNews = maker !== null && maker !== own && state.sequence !== before?.sequence;
  const heardAt = isNews ? verifiedAt : (before?.heardAt ?? null);
  const sealed = yield* sealOne("vault", only, headToJson(state));
  return { vault: state.vault, sequence: state.sequence, verifiedAt, heardAt, sealed };
}

function rowsOf(records: readonly RecordRow[]): ReadonlyMap<Id, Row> {
  const rows = new Map<Id, Row>();
  for (const { record, number, epoch, hash } of records) {
    if (hash !== null) rows.set(record, { record, number, epoch, hash });
  }
  return rows;
}
