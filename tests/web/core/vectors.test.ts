import { describe, expect, test } from "vitest";
import { GoldseamError } from "../../../web/src/core/errors.ts";
import { backup } from "./vectors/backup.ts";
import { commits } from "./vectors/commits.ts";
import { encoding } from "./vectors/encoding.ts";
import { keyring } from "./vectors/keyring.ts";
import { login } from "./vectors/login.ts";
import { pairing } from "./vectors/pairing.ts";
import { pull } from "./vectors/pull.ts";
import { recovery } from "./vectors/recovery.ts";
import { rejoin } from "./vectors/rejoin.ts";
import { revisions } from "./vectors/revisions.ts";
import { slots } from "./vectors/slots.ts";
import { suite } from "./vectors/suite.ts";
import { type Area, Inputs, type Vector, vectorAreas, vectorsOf } from "./vectors/vector.ts";

/** The areas of this core; merging has a test of its own. */
const areas: Readonly<Record<string, Area>> = {
  backup,
  commits,
  encoding,
  keyring,
  login,
  pairing,
  pull,
  recovery,
  rejoin,
  revisions,
  slots,
  suite,
};
const elsewhere = ["merge"];

test("every area of vectors is run here or by the test of merging", () => {
  expect(vectorAreas().filter((area) => !elsewhere.includes(area))).toEqual(
    Object.keys(areas).sort(),
  );
});

describe.each(Object.entries(areas))("vectors of %s", (name, area) => {
  test.each(vectorsOf(name))("$name: $reason", async (vector) => {
    expect(await outcomeOf(area, vector)).toEqual(expectedOf(vector));
  });
});

/** The outputs of a vector's operation, or the code of the error with which it is refused. */
async function outcomeOf(area: Area, vector: Vector): Promise<unknown> {
  const operation = area[new Inputs(vector.inputs).text("operation")];
  if (operation === undefined) throw new TypeError("an operation that no test knows");
  try {
    return await operation(new Inputs(vector.inputs));
  } catch (error) {
    if (vector.expect === "refused" && isRangeRefused(error)) return "refused";
    if (error instanceof GoldseamError) return error.code;
    throw error;
  }
}

function expectedOf(vector: Vector): unknown {
  return vector.expect === "ok" ? vector.outputs : vector.expect;
}

/** What a caller must never pass is refused as a range error, or as malformed. */
function isRangeRefused(error: unknown): boolean {
  return (
    error instanceof RangeError || (error instanceof GoldseamError && error.code === "bad_request")
  );
}
