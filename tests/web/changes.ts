import fc from "fast-check";

/** Something that a network, a disk or a liar does to bytes; `at` is anywhere, counted round. */
export interface Change {
  readonly kind: "flip" | "set" | "cut" | "drop" | "insert" | "repeat" | "all ones";
  readonly at: number;
  readonly bytes: Uint8Array;
}

const edges = [0, 1, 0x7f, 0x80, 0xc1, 0xdf, 0xff];

/** One to three changes, with the most telling bytes more often than others. */
export const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Change["kind"]>(
      ...(["flip", "set", "cut", "drop", "insert", "repeat", "all ones"] as const),
    ),
    at: fc.nat(1 << 20),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.constantFrom(...edges).map((byte) => Uint8Array.of(byte)),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The bytes with the changes made. */
export function changed(bytes: Uint8Array, made: readonly Change[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(made.reduce(once, [...bytes]));
}

function once(bytes: readonly number[], { kind, at, bytes: given }: Change): number[] {
  const place = at % (bytes.length + 1);
  const [before, after] = [bytes.slice(0, place), bytes.slice(place)];
  switch (kind) {
    case "flip":
      return bytes.map((byte, i) => (i === place ? byte ^ (1 << ((given[0] ?? 0) % 8)) : byte));
    case "set":
      return bytes.map((byte, i) => (i === place ? (given[0] ?? 0) : byte));
    case "cut":
      return before;
    case "drop":
      return [...before, ...after.slice(given.length)];
    case "insert":
      return [...before, ...given, ...after];
    case "repeat":
      return [...before, ...bytes.slice(0, 64), ...after];
    case "all ones":
      return [...before, 0xff, 0xff, 0xff, 0xff, ...after.slice(4)];
  }
}
