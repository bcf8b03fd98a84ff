/** Tags as typed in one line; commas part them, double ones and empty ones fall away. */
export function tagsOf(line: string): readonly string[] {
  const tags = line.split(",").map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ""))];
}

/** The one stretch in which two texts differ, in UTF-16 units of `before`. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

function sharedStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return length;
}

function sharedEnd(one: string, other: string, most: number): number {
  let length = 0;
  while (length < most && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}

/** What to replace in `before` to get `after`, as little as one stretch can be; a field then keeps its cursor. */
export function changeBetween(before: string, after: string): Change {
  const start = sharedStart(before, after);
  const most = Math.min(before.length, after.length) - start;
  const tail = sharedEnd(before, after, most);
  return { start, end: before.length - tail, words: after.slice(start, after.length - tail) };
}
