/** What a camera reads from the recovery sheet (docs/protocol.md, Recovery sheet). */

export type RecoveryFacts = {
  readonly words: readonly string[];
  readonly name: string;
  readonly origin: string;
  /** Lower-case hexadecimal. */
  readonly checkpoint: string;
};

const FORMAT = "goldseam-recovery 1";

export function recoverySheetText({ words, name, origin, checkpoint }: RecoveryFacts): string {
  return [FORMAT, words.join(" "), name, origin, checkpoint].join("\n");
}
