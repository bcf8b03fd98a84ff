/**
 * What each view is asked with and shows (docs/views.md). Plain values without a word of ours: numbers, days as `2026-11-22`, months as
 * `2026-11`, ids of records and of words, and texts of the person. Empty texts stand for none.
 */

/** A page as a view names it. Of a covered one title and opening are empty. */
export interface NamedPage {
  readonly record: string;
  readonly kind: string;
  readonly day: string;
  readonly title: string;
  readonly opening: string;
  readonly covered: boolean;
}

/** A sentence of the copy (`views.sentences`): the id of a word in it, and its numbers. A part whose number is 0 is not said. */
export type Sentence =
  | Said<"closed_within_week", "closed" | "within">
  | Said<"with_person", "gaps" | "mended" | "partly" | "line" | "down" | "open" | "alone">
  | Said<"after_practice", "times" | "same">;

/** One key with its numbers. */
export interface Said<Key extends string, Number extends string> {
  readonly key: Key;
  readonly word: string;
  readonly numbers: Readonly<Record<Number, number>>;
}

export type SentenceOf<Key extends Sentence["key"]> = Extract<Sentence, { readonly key: Key }>;

/** All ends are as good as another; `alone`: kept for oneself, neither open nor ended. */
export type Ending = "knot" | "half_knot" | "gate" | "stone" | "open" | "alone";

/** What was done about it on a day; `by` and `what` are words of the lists `by` and `step`. */
export interface StepMark {
  readonly day: string;
  readonly by: string;
  readonly what: readonly string[];
}

/** `to` is empty for one that goes on, and where no day of an ending is known. */
export interface MendingLine {
  readonly record: string;
  readonly from: string;
  readonly to: string;
  readonly ending: Ending;
  readonly title: string;
  readonly opening: string;
  readonly steps: readonly StepMark[];
}

/** `left`: those that are not safe were left out, and can be asked for. */
export interface MendingLines {
  readonly lines: readonly MendingLine[];
  readonly left: boolean;
  readonly sentence: SentenceOf<"closed_within_week"> | null;
}

export interface KeptMoment {
  readonly record: string;
  readonly day: string;
  readonly text: string;
  readonly carry: string;
}

export interface Difference {
  readonly record: string;
  readonly day: string;
  readonly expected: string;
  readonly happened: string;
}

export interface Outcome {
  readonly record: string;
  readonly day: string;
  readonly text: string;
}

/** `hidden`: nothing is shown with this person, and nothing says why. `helped`: words of the list `step`. */
export interface WithPerson {
  readonly hidden: boolean;
  readonly sentence: SentenceOf<"with_person"> | null;
  readonly helped: readonly string[];
  readonly moments: readonly KeptMoment[];
  readonly differences: readonly Difference[];
  readonly outcomes: readonly Outcome[];
}

/** Words of the lists `set_off` and `did` that stand together in two or more pages. */
export interface Cell {
  readonly set_off: string;
  readonly did: string;
  readonly records: readonly string[];
}

/** The same in one page: shown as words, never as a dot. */
export interface SinglePair {
  readonly set_off: string;
  readonly did: string;
  readonly record: string;
}

/** A word of the list `state_words`, and the pages that have it. */
export interface StateDots {
  readonly state: string;
  readonly records: readonly string[];
}

export interface MonthOfStates {
  readonly month: string;
  readonly states: readonly StateDots[];
}

/** `pulls`: words of the list `pull` to choose from. */
export interface PatternMap {
  readonly pulls: readonly string[];
  readonly cells: readonly Cell[];
  readonly singles: readonly SinglePair[];
  readonly months: readonly MonthOfStates[];
}

/** `compared`: a word of the list of that name. */
export interface ExpectedRow extends Difference {
  readonly compared: string;
}

/** `people`: ids to choose from. */
export interface Expected {
  readonly rows: readonly ExpectedRow[];
  readonly next: number | null;
  readonly people: readonly string[];
}

/** Levels from 0 to 4 of the list `inside`; `helped`: words of the list `helped_by`. */
export interface Slope {
  readonly record: string;
  readonly day: string;
  readonly before: number;
  readonly after: number;
  readonly helped: readonly string[];
}

/** `heavier`: the gentle note is said, until the person puts it away for good (`heavierNote`). */
export interface BeforeAfter {
  readonly slopes: readonly Slope[];
  readonly next: number | null;
  readonly sentences: readonly SentenceOf<"after_practice">[];
  readonly heavier: boolean;
}

/** Levels from 0 to 4. There is no time in it, so that nothing joins the points. */
export interface Point {
  readonly inside: number;
  readonly around: number;
  readonly records: readonly string[];
}

export interface InsideAround {
  readonly points: readonly Point[];
}

export interface ShiftMark {
  readonly record: string;
  readonly day: string;
}

/** `sign`: a word of the list `signs`. Marks stand side by side. */
export interface Strip {
  readonly sign: string;
  readonly marks: readonly ShiftMark[];
}

/** The five changes first, marked or not. */
export interface SmallShifts {
  readonly strips: readonly Strip[];
}

/** `kind` is glimmer or line. */
export interface ShelfCard extends KeptMoment {
  readonly kind: string;
}

export interface SafeEnoughShelf {
  readonly cards: readonly ShelfCard[];
  readonly next: number | null;
}

/** `need` and `ways` are words of the lists `need` and `need_met`. */
export interface Need {
  readonly need: string;
  readonly ways: readonly string[];
  readonly records: readonly string[];
}

export interface Needs {
  readonly needs: readonly Need[];
}

export interface CalendarDay {
  readonly day: string;
  readonly records: readonly NamedPage[];
}

/** Days with pages alone. `earlier`, `later`: the nearest months with pages, empty for none. */
export interface Calendar {
  readonly month: string;
  readonly days: readonly CalendarDay[];
  readonly earlier: string;
  readonly later: string;
}

/** `ask`: the person wants to be asked first. Not a word of the page. */
export interface OnThisDayCard {
  readonly record: string;
  readonly kind: string;
  readonly day: string;
  readonly ask: boolean;
}

export interface OnThisDay {
  readonly card: OnThisDayCard | null;
}

export interface Rows {
  readonly rows: readonly NamedPage[];
}

/** Where a month begins among all rows. */
export interface MonthPlace {
  readonly month: string;
  readonly offset: number;
}

export interface Timeline extends Rows {
  readonly next: number | null;
  readonly months: readonly MonthPlace[];
}

/** `voice`: a word of the list of that name. */
export interface WordsCard {
  readonly record: string;
  readonly day: string;
  readonly text: string;
  readonly voice: string;
}

export interface MyWords {
  readonly cards: readonly WordsCard[];
  readonly next: number | null;
}

/** So many sealed pieces have this length in bytes. */
export interface Size {
  readonly bytes: number;
  readonly pieces: number;
}

/** `synced` in UTC milliseconds. */
export interface ServerSees {
  readonly pieces: number;
  readonly sizes: readonly Size[];
  readonly synced: number | null;
  readonly devices: number;
}

type Nothing = Readonly<Record<never, never>>;
type From = { readonly offset: number };

/** Every view by its name: what it is asked with, and what it shows. */
export interface Views {
  readonly mending_lines: View<{ readonly asked: boolean }, MendingLines>;
  readonly with_person: View<{ readonly person: string }, WithPerson>;
  readonly pattern_map: View<{ readonly pull: string }, PatternMap>;
  readonly expected: View<From & { readonly person: string }, Expected>;
  readonly before_after: View<From, BeforeAfter>;
  readonly inside_around: View<Nothing, InsideAround>;
  readonly small_shifts: View<Nothing, SmallShifts>;
  readonly shelf: View<From, SafeEnoughShelf>;
  readonly needs: View<Nothing, Needs>;
  readonly calendar: View<{ readonly month: string }, Calendar>;
  readonly on_this_day: View<{ readonly passed: readonly string[] }, OnThisDay>;
  readonly session_sheet: View<{ readonly order: readonly string[] }, Rows>;
  readonly timeline: View<From, Timeline>;
  readonly my_words: View<From, MyWords>;
  readonly server: View<Nothing, ServerSees>;
  readonly named: View<{ readonly records: readonly string[] }, Rows>;
}

interface View<Options, Data> {
  readonly options: Options;
  readonly data: Data;
}

export type ViewName = keyof Views;
export type OptionsOf<Name extends ViewName> = Views[Name]["options"];
export type DataOf<Name extends ViewName> = Views[Name]["data"];
