/** The error answer of a server (docs/protocol.md, Errors). */

import * as v from "valibot";
import { GoldseamError, Refusal, type RefusalCode, refusalCodes } from "../errors.ts";
import { absent, decode, id, number } from "./wire.ts";

const refusalShape = v.object({
  code: v.picklist(refusalCodes),
  sequence: absent(number),
  record: absent(id),
  retry_after: absent(number),
});

/**
 * The error of an answer that is not 2xx. A body that says nothing of ours (a proxy's page) is the code
 * that the status alone allows: nothing can be concluded from it.
 */
export function decodeRefusal(status: number, bytes: Uint8Array): Refusal {
  try {
    const { code, sequence, record, retry_after } = decode(refusalShape, bytes);
    return new Refusal(code, { sequence, record, retryAfter: retry_after });
  } catch (error) {
    if (!(error instanceof GoldseamError)) throw error;
    return new Refusal(codeOfStatus(status));
  }
}

function codeOfStatus(status: number): RefusalCode {
  if (status === 429) return "rate_limited";
  if (status === 502 || status === 503 || status === 504 || status === 408) return "unavailable";
  return "server_error";
}
