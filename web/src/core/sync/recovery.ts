/** The recovery words: kept sealed on the device that drew them until they were typed again. */

import { normaliseRecoveryCode, type WordList } from "../crypto/recovery.ts";
import { SealError } from "../errors.ts";
import { readTexts } from "../model/record.ts";
import { change } from "../store/contract.ts";
import { only } from "../store/schema.ts";
import { load, type Procedure, save } from "./effects.ts";
import { openOne } from "./local.ts";

/** The ten words, null once they were typed again. */
export function* recoveryWords(): Procedure<readonly string[] | null> {
  const row = yield* load("recovery", only);
  if (row === null) return null;
  return readTexts((yield* openOne("recovery", only, row.sealed)).words);
}

/** Whether these are the words; then the device forgets them, and what waits may be sent. */
export function* confirmWords(typed: string, words: WordList): Procedure<boolean> {
  const drawn = yield* recoveryWords();
  if (drawn === null) return true;
  if (drawn.join(" ") !== normalised(typed, words)) return false;
  const forgotten = change("recovery", only, null);
  yield* save({ changes: [forgotten], expects: [], lead: null, strict: true });
  return true;
}

function normalised(typed: string, words: WordList): string | null {
  try {
    return normaliseRecoveryCode(typed, words);
  } catch (error) {
    if (error instanceof SealError) return null; // it cannot be a code, so it is not this one
    throw error;
  }
}
