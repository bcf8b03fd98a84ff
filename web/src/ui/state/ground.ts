/** The ground screen as values: which scripts are offered, and the steps of one. Nothing here counts or times. */

import type { GroundingScript, GroundingStep } from "../../content/grounding.ts";

/** The screen's own threshold and end say these; a walk goes from the one to the other. */
const frame: readonly string[] = ["arrive", "again"];
const place = "{line}";

/** The scripts on offer, the person's favourite first; one that needs a line of theirs only when there is one. */
export function scriptsFor(
  scripts: readonly GroundingScript[],
  lines: readonly string[],
  favourite: string,
): GroundingScript[] {
  const offered = scripts.filter((script) => lines.length > 0 || !needsLine(script));
  const isFirst = ({ id }: GroundingScript) => id === favourite;
  return [...offered.filter(isFirst), ...offered.filter((script) => !isFirst(script))];
}

/** The steps of a walk, with the line in its place. */
export function stepsOf({ steps }: GroundingScript, line: string): GroundingStep[] {
  const walked = steps.filter(({ id }) => !frame.includes(id));
  return walked.map((step) => ({ ...step, text: step.text.replace(place, () => line) }));
}

export function needsLine({ steps }: GroundingScript): boolean {
  return steps.some(({ text }) => text.includes(place));
}
