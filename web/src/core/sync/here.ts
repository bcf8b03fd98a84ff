/** The account that this device is one of. */

import { Alarm } from "../errors.ts";
import { type AccountRow, only } from "../store/schema.ts";
import { load, type Procedure } from "./effects.ts";

export function* accountHere(): Procedure<AccountRow> {
  const account = yield* load("account", only);
  if (account === null) throw new Alarm("keyring_mismatch");
  return account;
}
