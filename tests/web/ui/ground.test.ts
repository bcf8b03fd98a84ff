import { describe, expect, test } from "vitest";
import { loadGrounding } from "../../../web/src/content/grounding.ts";
import { languages } from "../../../web/src/content/languages.ts";
import { scriptsFor, stepsOf } from "../../../web/src/ui/state/ground.ts";

const LINE = "I can go slowly. $& $1";

describe.each(languages)("in %s", (language) => {
  test("breathing comes first and three more anchors stand beside it", async () => {
    const { scripts } = await loadGrounding(language);
    const ids = scriptsFor(scripts, [LINE], "").map(({ id }) => id);
    expect(ids).toEqual(["breathe_blink_focus", "look_around", "something_solid", "own_line"]);
  });

  test("a script that needs a line is not offered to somebody without one", async () => {
    const { scripts } = await loadGrounding(language);
    expect(scriptsFor(scripts, [], "own_line").map(({ id }) => id)).not.toContain("own_line");
  });

  test("the person's favourite comes first", async () => {
    const { scripts } = await loadGrounding(language);
    expect(scriptsFor(scripts, [], "something_solid")[0]?.id).toBe("something_solid");
  });

  test("a walk begins after the threshold and ends before the question of once more", async () => {
    const { scripts } = await loadGrounding(language);
    const [breathing] = scriptsFor(scripts, [], "");
    expect(breathing && stepsOf(breathing, "").map(({ id }) => id)).toEqual([
      "breathe",
      "blink",
      "focus",
    ]);
  });

  test("the line is shown as it was written", async () => {
    const { scripts } = await loadGrounding(language);
    const [own] = scriptsFor(scripts, [LINE], "own_line");
    expect(own && stepsOf(own, LINE)[0]?.text).toBe(LINE);
  });
});
