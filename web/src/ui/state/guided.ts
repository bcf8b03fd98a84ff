/**
 * A pack on a record: which questions it asks, one after the other, and which pack it is.
 *
 * [Note: Answers] What is typed stands in the record's answers, with the question as it was; words that are chosen stand there too. Where
 * the record has a field of its own that asks the same, they stand in that field alone, so that nothing is asked twice; the answer then
 * keeps the question, and names the field.
 */

import { type Answer, answerId, type Given, withAnswer } from "../../core/model/answer.ts";
import type { Checkin } from "../../core/model/checkin.ts";
import { checkinFields } from "../../core/model/checkin-fields.ts";
import { common } from "../../core/model/common.ts";
import { entry } from "../../core/model/entry.ts";
import { type Fields, type Level, readFields, writeFields } from "../../core/model/field.ts";
import { gatedPrompts, gateOf, packOfRepair, showsAnswer } from "../../core/model/gate.ts";
import { type Kind, read } from "../../core/model/kind.ts";
import { kindOf } from "../../core/model/kinds.ts";
import { makePull, reflection } from "../../core/model/reflection.ts";
import { type Repair, repair } from "../../core/model/repair.ts";
import { packOnShelf, type ShelfPack, type ShelfPrompt } from "../../core/model/shelf.ts";
import type { RecordValue } from "./value.ts";

/** What was said on the way to a pack; empty or null where it was not. */
export interface Known {
  readonly around: Level;
  readonly pull: string;
  readonly with: string;
  /** It is about a pull, so the page is a reflection whatever the pack makes. */
  readonly isPull: boolean;
}

export const nothingKnown: Known = { around: null, pull: "", with: "", isPull: false };

/** How a new guided page begins: with a pack, by its id, and what is known already. */
export interface Beginning {
  readonly pack: string;
  readonly known: Known;
}

/** One question a screen, all of them on one page, the fields of the kind at a glance, or the page without questions. */
export type Mode = "guided" | "page" | "form" | "blank";

const kindsWithForm: readonly string[] = [reflection.name, repair.name];

/** The ways to write on a record of a kind. */
export function modesOf({ name }: Kind): readonly Mode[] {
  return kindsWithForm.includes(name)
    ? ["guided", "page", "form", "blank"]
    : ["guided", "page", "blank"];
}

/** A page that is there is shown at a glance; a new one begins as the person has set it. */
export function firstMode(
  { record, kind }: { readonly record: string | null; readonly kind: Kind },
  writing: string,
): Mode {
  if (record !== null && kindsWithForm.includes(kind.name)) return "form";
  return writing === "page" ? "page" : "guided";
}

/** `door`: what the pack is for, and when not today. `gate`: is it safe to bring. `close`: the end, with what goes on from it. */
export type Step =
  | { readonly type: "door" | "gate" | "close" }
  | { readonly type: "prompt"; readonly prompt: ShelfPrompt };

/** The pack with questions about the other person, and with the gate as its first one. */
const mendingTogether = "repair";

/** Asked at the gate. */
const gatePrompt = "safe";

/**
 * Whether the gate stands among the steps: in every mending that is not with oneself, so that the answer can be changed where it has
 * led to the page for the person alone.
 */
export function hasGate({ kind }: Pick<ShelfPack, "kind">, record: RecordValue): boolean {
  return kind === repair.name && repairOf(record).direction !== "with_self";
}

/** The questions that are asked, in order. The gate is not among them: it is a step of its own. */
export function questionsOf(pack: ShelfPack, record: RecordValue): readonly ShelfPrompt[] {
  const shown = pack.prompts.filter(({ isHidden }) => !isHidden);
  if (pack.id !== mendingTogether) return shown;
  const isOpen = gateOf(repairOf(record)) === "open";
  return shown.filter(({ id }) => id !== gatePrompt && (isOpen || !gatedPrompts.includes(id)));
}

export function stepsOf(pack: ShelfPack, record: RecordValue): readonly Step[] {
  const gate: readonly Step[] = hasGate(pack, record) ? [{ type: "gate" }] : [];
  const asked = questionsOf(pack, record).map((prompt): Step => ({ type: "prompt", prompt }));
  return [{ type: "door" }, ...gate, ...asked, { type: "close" }];
}

/** The step to begin with: the door of a new page, else the first question after the last one that was answered. */
export function beginning(steps: readonly Step[], pack: ShelfPack, record: RecordValue): number {
  const isAnswered = (prompt: ShelfPrompt) =>
    answerTo(record, pack, prompt) !== null || textTo(record, pack, prompt) !== "";
  const last = steps.findLastIndex((step) => step.type === "prompt" && isAnswered(step.prompt));
  return last < 0 ? 0 : last + 1;
}

export function answersOf(record: RecordValue): readonly Answer[] {
  return readFields(common, record).answers;
}

/** Questions that ask for what a field of their kind holds, by kind and prompt. */
const textFields: { readonly [kind: string]: { readonly [prompt: string]: string } } = {
  glimmer: { what: "what", doubt: "doubt", carry: "carryInward" },
  repair: { camera: "camera", my_part: "myPart", want: "want", learned: "learned" },
};

/** The property of the record's own field that holds what is typed, or null; see [Note: Answers]. */
export function textFieldOf(kind: Kind, pack: ShelfPack, { id }: ShelfPrompt): string | null {
  if (pack.kind !== kind.name || pack.isOwn) return null;
  return textFields[kind.name]?.[id] ?? null;
}

/** What was typed to the prompt. */
export function textTo(record: RecordValue, pack: ShelfPack, prompt: ShelfPrompt): string {
  const kind: Kind = kindOf(String(record.kind)) ?? entry;
  const field = kind.own[textFieldOf(kind, pack, prompt) ?? ""];
  return field
    ? String(field.read(record[field.name]))
    : (answerTo(record, pack, prompt)?.text ?? "");
}

/** What was answered to the prompt, or null. */
export function answerTo(record: RecordValue, pack: ShelfPack, prompt: ShelfPrompt): Answer | null {
  const id = answerId(pack.id, prompt.id);
  return answersOf(record).find((answer) => answer.id === id) ?? null;
}

/** The record's answers with this one given; it keeps the question's words as they are now. */
export function answering(
  record: RecordValue,
  pack: ShelfPack,
  prompt: ShelfPrompt,
  given: Given,
): readonly Answer[] {
  const before = answerTo(record, pack, prompt);
  const asked = { pack: pack.id, packVersion: pack.version, promptId: prompt.id };
  const kept = before ? { text: before.text, chosen: before.chosen, fields: before.fields } : {};
  return withAnswer(
    answersOf(record),
    { ...asked, promptText: prompt.text },
    { ...kept, ...given },
  );
}

/** The changes to a record by which one of its own fields, by its property, holds what was answered; the answer keeps the question. */
export function answeringInField(
  record: RecordValue,
  pack: ShelfPack,
  prompt: ShelfPrompt,
  [property, said]: readonly [property: string, said: string | readonly string[]],
): { readonly [property: string]: unknown } {
  const name = kindOf(String(record.kind))?.own[property]?.name ?? property;
  const others = (answerTo(record, pack, prompt)?.fields ?? []).filter((other) => other !== name);
  const fields = said.length > 0 ? [...others, name] : others;
  return { [property]: said, answers: answering(record, pack, prompt, { fields }) };
}

/** Answers to questions that the pack does not ask now. Those about somebody else stay hidden while the gate is not open. */
export function otherAnswers(record: RecordValue, pack: ShelfPack | null): readonly Answer[] {
  const asked = pack ? questionsOf(pack, record).map(({ id }) => answerId(pack.id, id)) : [];
  return answersOf(record).filter(
    (answer) => !asked.includes(answer.id) && mayShow(record, answer),
  );
}

function mayShow(record: RecordValue, answer: Answer): boolean {
  return record.kind !== repair.name || showsAnswer(repairOf(record), answer);
}

/** The property of the record's own field whose list the prompt offers, or null; see [Note: Answers]. */
export function fieldOfPrompt(kind: Kind, { words }: ShelfPrompt): string | null {
  if (words === undefined) return null;
  const found = Object.entries(kind.own).find(
    ([, { list, form }]) => list === words && form === "choices",
  );
  return found?.[0] ?? null;
}

/**
 * The packs that may be chosen on a record. A mending has the one that its gate leads to; on other records none of a mending is offered,
 * as they have no gate.
 */
export function packsFor(record: RecordValue, shelf: readonly ShelfPack[]): readonly ShelfPack[] {
  const mending = record.kind === repair.name ? mendingPack(record) : null;
  return shelf.filter(({ id, kind, isHidden }) =>
    kind === repair.name ? id === mending : !isHidden,
  );
}

/** The pack that a record goes on with: the one of its last answer, else the one that fits what was chosen. */
export function packOf(record: RecordValue, shelf: readonly ShelfPack[]): ShelfPack | null {
  const last = packOnShelf(shelf, answersOf(record).at(-1)?.pack ?? "");
  const fitting = last ?? packOnShelf(shelf, fittingPack(record));
  return fitting && packAfter(fitting, record, shelf);
}

/** The pack to be on after a choice: a gate that closed leads away from everything about the other person. */
export function packAfter(
  pack: ShelfPack,
  record: RecordValue,
  shelf: readonly ShelfPack[],
): ShelfPack {
  if (record.kind !== repair.name || pack.kind !== repair.name) return pack;
  return packOnShelf(shelf, mendingPack(record)) ?? pack;
}

/** While the gate is to be asked, the pack that begins with it. */
function mendingPack(record: RecordValue): string {
  return packOfRepair(repairOf(record)) ?? mendingTogether;
}

export const packByPull: { readonly [pull: string]: string } = {
  reaching: "reach",
  stepping_back: "away",
  both_at_once: "both",
  steady: "steady",
};

function fittingPack(record: RecordValue): string {
  if (record.kind === repair.name) return mendingPack(record);
  if (record.kind !== reflection.name) return record.kind === "glimmer" ? "glimmer" : "free";
  const pulls = read(reflection, record).pull.map(({ id }) => packByPull[id]);
  return pulls.find((pack) => pack !== undefined) ?? "needs";
}

function repairOf(record: RecordValue): Repair {
  return read(repair, record);
}

/** A new record for the pack, with what is known already; times and zone are filled in where it is kept. */
export function newRecord({ id, kind }: ShelfPack, known: Known): RecordValue {
  const made = known.isPull ? reflection : (kindOf(kind) ?? entry);
  const empty = { kind: made.name, v: made.version };
  if (made.name === repair.name) return writeFields(repair.fields, mendingOf(id, known), empty);
  if (made.name === reflection.name) return writeFields(reflection.fields, pullOf(known), empty);
  const before = { ...readFields(checkinFields, {}), around: known.around };
  return writeFields(common, { before }, empty);
}

/** The packs of mendings that are for the person alone say by themselves what the gate would ask. */
function mendingOf(pack: string, { around }: Known) {
  const direction = pack === "repair_self" ? "with_self" : "";
  return { around, direction, safeToBring: pack === "repair_unsafe" ? "no" : "" };
}

function pullOf({ around, pull, with: whom }: Known) {
  const pulls = pull === "" ? [] : [makePull(pull)];
  return { around, pull: pulls, with: whom === "" ? [] : [whom] };
}

/** How safe it is around, where the page or the check-in before it says so. */
export function aroundOf(record: RecordValue): Level {
  return checkinOf(record).around;
}

/** The check-in at the beginning: in the page's own fields where its kind has them, else before it. */
export function checkinOf(record: RecordValue): Checkin {
  const { before } = readFields(common, record);
  const own = ownCheckinFields(kindOf(String(record.kind)) ?? entry);
  return { ...before, ...readFields(own, record) };
}

/** The changes to a record by which it says this. */
export function checkingIn(kind: Kind, record: RecordValue, said: Partial<Checkin>): RecordValue {
  const own = ownCheckinFields(kind);
  const isOwn = (property: string) => property in own;
  const there = Object.entries(said).filter(([property]) => isOwn(property));
  const rest = Object.entries(said).filter(([property]) => !isOwn(property));
  const before = { ...readFields(common, record).before, ...Object.fromEntries(rest) };
  return writeFields(common, { before }, writeFields(own, Object.fromEntries(there), record));
}

/** The fields of a kind that a check-in has too; they have the same types in both. */
function ownCheckinFields({ own }: Kind): Fields {
  return Object.fromEntries(Object.entries(own).filter(([property]) => property in checkinFields));
}

/** Whether the way to people and numbers stands on top of the page: by what was chosen, never by what was written. */
export function needsSupport(record: RecordValue): boolean {
  const isMending = record.kind === repair.name;
  return aroundOf(record) === 0 || (isMending && gateOf(repairOf(record)) === "closed");
}

/** From a page to a sentence to keep and to somebody who may hear of it. */
export interface Bridge {
  /** The property of the sentence. */
  readonly property: string;
  readonly line: string;
  readonly hear: string;
}

/** Packs whose own questions ask who may hear of it, so that their close does not. */
const packsOfHearing: readonly string[] = ["free", "witness"];

export function asksToHear(pack: ShelfPack | null): boolean {
  return pack !== null && packsOfHearing.includes(pack.id);
}

/** Null for kinds without one. */
export function bridgeOf(kind: Kind, record: RecordValue): Bridge | null {
  const property = "carryInward" in kind.own ? "carryInward" : "line";
  const { [property]: line, hear } = kind.own;
  if (line === undefined || hear === undefined) return null;
  const textIn = ({ name, read }: typeof line) => String(read(record[name]));
  return { property, line: textIn(line), hear: textIn(hear) };
}

/** The list whose words were offered with an answer, empty where no pack says so any more. */
export function listOfAnswer({ pack, promptId }: Answer, shelf: readonly ShelfPack[]): string {
  const prompts = packOnShelf(shelf, pack)?.prompts ?? [];
  return prompts.find(({ id }) => id === promptId)?.words ?? "";
}
