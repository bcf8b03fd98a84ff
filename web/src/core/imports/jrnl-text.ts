/** The headers of jrnl's plain text (docs/imports.md, jrnl). */

/** A header as it stands: the day as written, the time in 24 hours, empty where no clock shows it. */
export type Header = {
  readonly date: string;
  readonly time: string;
  readonly seconds: string;
  readonly title: string;
};

const stamp = "(\\d{4}-\\d{2}-\\d{2}) (\\d{2}):(\\d{2})(?::(\\d{2}))?(?: (AM|PM))?";
const bracketed = new RegExp(`^\\[${stamp}\\](?: (.*))?$`, "s");
const bare = new RegExp(`^${stamp}(?: (.*))?$`, "s");

export function isHeader(line: string): boolean {
  return headerOf(line) !== null;
}

export function headerOf(line: string): Header | null {
  const found = bracketed.exec(line) ?? bare.exec(line);
  if (found === null) return null;
  const [, date = "", hour = "", minute = "", seconds = "", half, title = ""] = found;
  return { date, time: `${hour24(hour, half)}:${minute}`, seconds, title };
}

function hour24(hour: string, half: string | undefined): string {
  const number = Number(hour);
  if (half === undefined || number < 1 || number > 12) return hour;
  return String((number % 12) + (half === "PM" ? 12 : 0)).padStart(2, "0");
}
