/** The pages to bring, in the order chosen (docs/views.md, session_sheet). */

import { common } from "../model/common.ts";
import type { OptionsOf, Rows } from "./contract.ts";
import type { Journal } from "./journal.ts";
import { rowsOf } from "./named.ts";

export function sessionSheet({ pages }: Journal, { order }: OptionsOf<"session_sheet">): Rows {
  const brought = pages.filter(({ value }) => common.bring.read(value.bring));
  return rowsOf(brought, [...order, ...brought.map(({ record }) => record)]);
}
