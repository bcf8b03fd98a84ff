/** What lists show of records: `node tests/web/headers.ts < RECORDS`, one record a line; prints the header of each, one a line. */

import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { headerOf } from "../../web/src/core/sync/header.ts";

for await (const line of createInterface({ input: stdin })) {
  stdout.write(`${JSON.stringify(headerOf(JSON.parse(line)))}\n`);
}
