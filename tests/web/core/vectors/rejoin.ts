import { chainStart, chainsOver } from "../../../../web/src/core/crypto/chain.ts";
import { fromHex } from "../../../../web/src/core/protocol/encoding.ts";
import type { Row } from "../../../../web/src/core/protocol/revisions.ts";
import type { Mark } from "../../../../web/src/core/store/schema.ts";
import { verdictOf } from "../../../../web/src/core/sync/verdict.ts";
import { type Area, type Inputs, type Plain, shown } from "./vector.ts";

export const rejoin: Area = {
  verdict: async (inputs) => {
    const vault = inputs.id("vault");
    const { verdict, base } = verdictOf({
      marks: inputs.inners("marks").map(markOf),
      held: rowOf(inputs, "held"),
      isHere: inputs.values.is_here === true,
      attempts: inputs.list("attempts").map(hashOf),
      theirs: rowOf(inputs, "theirs"),
      chains: await chainsOver(await chainStart(vault), inputs.list("commits").map(hashOf)),
    });
    return { verdict, base: verdict === "merge" ? shown(base) : null };
  },
};

function hashOf(value: Plain) {
  if (typeof value !== "string") throw new TypeError("no hash");
  return fromHex(value);
}

function markOf(inputs: Inputs): Mark {
  const number = inputs.number("number");
  const sequence = inputs.number("sequence");
  return { number, hash: inputs.bytes("hash"), sequence, chain: inputs.bytes("chain") };
}

/** The row of the record that the vector is about. */
function rowOf(inputs: Inputs, name: string): Row | null {
  if (!inputs.has(name)) return null;
  const row = inputs.inner(name);
  const record = inputs.id("vault"); // any id will do: a vector is about one record
  return {
    record,
    number: row.number("number"),
    epoch: row.number("epoch"),
    hash: row.bytes("hash"),
  };
}
