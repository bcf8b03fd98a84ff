/** An answer to a prompt. It keeps the prompt's words, so that it can be read when the pack has changed. */

import { choice, choices, count, makeThing, type Thing, text, withThing } from "./field.ts";

export const answerFields = {
  pack: choice("pack"),
  packVersion: count("pack_v"),
  promptId: choice("prompt_id"),
  promptText: choice("prompt_text"),
  text: text("text"),
  /** Words chosen from the list that the prompt offers. */
  chosen: choices("chosen"),
  /** Names of the record's own fields in which the answer stands; see [Note: Answers]. */
  fields: choices("fields"),
};

export type Answer = Thing<typeof answerFields>;

/** What is said to a prompt, wherever it stands. */
export type Given = Partial<Pick<Answer, "text" | "chosen" | "fields">>;

/** The prompt that is answered, with its words as the person saw them. */
export type Asked = {
  readonly pack: string;
  readonly packVersion: number;
  readonly promptId: string;
  readonly promptText: string;
};

/** The same prompt has the same id on every device, so that two answers to it are merged and not doubled. */
export function answerId(pack: string, promptId: string): string {
  return `${pack}/${promptId}`;
}

/** The answers with this one in its place, or after the others; an empty one is taken away. */
export function withAnswer(answers: readonly Answer[], asked: Asked, given: Given): Answer[] {
  const id = answerId(asked.pack, asked.promptId);
  const answer = makeThing(answerFields, id, { ...asked, ...given });
  const isEmpty = !hasOwnWords(answer) && answer.fields.length === 0;
  if (isEmpty) return answers.filter((other) => other.id !== id);
  return withThing(answers, answer);
}

/** All that was said stands in fields of the record, which are shown by themselves. */
export function isElsewhere(answer: Answer): boolean {
  return answer.fields.length > 0 && !hasOwnWords(answer);
}

function hasOwnWords({ text, chosen }: Answer): boolean {
  return text !== "" || chosen.length > 0;
}
