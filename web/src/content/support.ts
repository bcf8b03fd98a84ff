/**
 * Numbers to call, by country, offline. A row stands here only with a source that says so and the day on which
 * somebody compared it; a test fails when that is a year ago. The person's own numbers come first, always.
 */

/**
 * `country`: ISO 3166-1 alpha-2. `topic`: a word of the list `topic`. `number`: as it is dialled. `text`: a number for
 * messages. `hours`: `always`, or empty where the source does not say; `free` likewise. `whom`: anyone, women. `seen`: `live` for the
 * source's own page of that day, `stored_copy` for an archived one, which says less about today.
 */
export type SupportRow = {
  readonly id: string;
  readonly country: string;
  readonly topic: string;
  readonly name: string;
  readonly number: string;
  readonly text?: string | undefined;
  readonly hours: string;
  readonly free: boolean;
  readonly whom: string;
  readonly source: string;
  readonly seen: string;
  readonly checked_on: string;
};

/** A list of numbers for the countries that are not here; it opens in the browser, on a tap. */
export type Directory = {
  readonly name: string;
  readonly address: string;
  readonly source: string;
  readonly seen: string;
  readonly checked_on: string;
};

export type Support = {
  readonly version: number;
  readonly rows: readonly SupportRow[];
  readonly directory: Directory;
};

/** The order in which a country's rows are shown. */
const topics: readonly string[] = ["emergency", "violence", "crisis", "listening"];

export async function loadSupport(): Promise<Support> {
  return (await import("./support.json")).default;
}

/** The rows of a country, emergency numbers first; none for a country that is not here. */
export function supportOf({ rows }: Support, country: string): SupportRow[] {
  const order = ({ topic }: SupportRow) => topics.indexOf(topic);
  return rows.filter((row) => row.country === country).sort((a, b) => order(a) - order(b));
}

/** The countries that have rows, by their codes. */
export function supportCountries({ rows }: Support): string[] {
  return [...new Set(rows.map(({ country }) => country))].sort();
}
