/** The words in a record that a person wrote or chose, as far as its page shows them. */

import type { Packs } from "../../content/packs.ts";
import type { Vocabularies } from "../../content/vocabularies.ts";
import { isAside } from "../../content/vocabularies.ts";
import { answerId } from "../model/answer.ts";
import { common } from "../model/common.ts";
import type { Field, Fields } from "../model/field.ts";
import { gatedFields, gateOf } from "../model/gate.ts";
import { read } from "../model/kind.ts";
import { kindOf } from "../model/kinds.ts";
import { answersIn } from "../model/opening.ts";
import { readText } from "../model/record.ts";
import { repair } from "../model/repair.ts";
import type { OwnWord } from "../model/settings.ts";
import { labelOf } from "../model/vocabulary.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { isId } from "../protocol/encoding.ts";

/** What chosen words are called: `list` null for a list that is not known. Empty for what is not to be found by its words. */
export type Label = (list: string | null, id: string) => string;

/** The list whose words a prompt offers, by `pack/prompt`. */
export type PromptLists = ReadonlyMap<string, string>;

const { title, body, tags, before, after, signs } = common;
/** Their words may be renamed, and are the person's own; what is chosen in other lists answers a question of the app. */
const ownType = "words";

/** The title, which may be empty, and every other text. Fields that stay hidden by the gate are left out. */
export function wordsIn(record: JsonObject, label: Label, prompts: PromptLists): readonly string[] {
  const own = Object.entries(kindOf(readText(record.kind))?.own ?? {});
  const hidden = hiddenIn(record);
  const shown = own.filter(([property]) => !hidden.includes(property)).map(([, field]) => field);
  const answers = answersIn(record).flatMap(({ pack, promptId, text, chosen }) => {
    const list = prompts.get(answerId(pack, promptId)) ?? null;
    return [text, ...chosen.map((id) => label(list, id))];
  });
  const fields = [...shown, before, after, signs, tags];
  const told = fields.flatMap((field) =>
    wordsOfValue(field, field.read(record[field.name]), label),
  );
  const texts = [body.read(record.body), ...answers, ...told];
  return [title.read(record.title), ...texts.filter((text) => text.trim() !== "")];
}

export function makeLabel(vocabularies: Vocabularies, own: readonly OwnWord[]): Label {
  return (list, id) => {
    if (isId(id)) return "";
    const known = list === null ? null : vocabularies.lists[list];
    if (!list || !known) return id;
    const word = known.words.find((one) => one.id === id);
    if (word && (known.type !== ownType || isAside(word))) return "";
    return labelOf(vocabularies, list, id, own);
  };
}

export function listsOfPrompts({ packs }: Packs): PromptLists {
  const offered = packs.flatMap(({ id, prompts }) =>
    prompts.map((prompt) => [answerId(id, prompt.id), prompt.words ?? ""] as const),
  );
  return new Map(offered.filter(([, list]) => list !== ""));
}

function hiddenIn(record: JsonObject): readonly string[] {
  const isGated = record.kind === repair.name && gateOf(read(repair, record)) !== "open";
  return isGated ? gatedFields : [];
}

type Values = { readonly [property: string]: unknown };

/** Each form reads what the casts say (core/model/field.ts). */
function wordsOfValue(field: Field<unknown>, value: unknown, label: Label): readonly string[] {
  const { form, list, inner } = field;
  if (form === "text" || form === "line") return [value as string];
  if (form === "choice") return list === null ? [] : [label(list, value as string)];
  if (form === "choices")
    return [
      (value as readonly string[])
        .map((id) => label(list, id))
        .filter(Boolean)
        .join(", "),
    ];
  if (form === "object") return wordsOfFields(inner, value as Values, label);
  if (form !== "things") return [];
  return (value as readonly Values[]).flatMap((thing) => [
    list === null ? "" : label(list, thing.id as string),
    ...wordsOfFields(inner, thing, label),
  ]);
}

function wordsOfFields(fields: Fields, values: Values, label: Label): readonly string[] {
  return Object.entries(fields).flatMap(([property, field]) =>
    wordsOfValue(field, values[property], label),
  );
}
