/** Lines to oneself, to be played as cards (docs/views.md, my_words). */

import { read } from "../model/kind.ts";
import { line } from "../model/line.ts";
import type { MyWords, OptionsOf } from "./contract.ts";
import type { Journal } from "./journal.ts";
import { isBlank, partOf } from "./words.ts";

export function myWords({ shown }: Journal, { offset }: OptionsOf<"my_words">): MyWords {
  const all = shown
    .filter(({ kind }) => kind === line.name)
    .map(({ record, day, value }) => ({ record, day, said: read(line, value) }))
    .filter(({ said }) => !isBlank(said.text))
    .map(({ record, day, said: { text, voice } }) => ({ record, day, text, voice }));
  const [cards, next] = partOf(all, offset);
  return { cards, next };
}
