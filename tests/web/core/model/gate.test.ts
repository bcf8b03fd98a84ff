import { describe, expect, test } from "vitest";
import { offerFor } from "../../../../web/src/core/model/checkin.ts";
import {
  gatedFields,
  gateOf,
  isOpenGap,
  packOfRepair,
} from "../../../../web/src/core/model/gate.ts";
import { read } from "../../../../web/src/core/model/kind.ts";
import { openingText } from "../../../../web/src/core/model/opening.ts";
import { hidesCounts, isSuggested, person } from "../../../../web/src/core/model/person.ts";
import { repair } from "../../../../web/src/core/model/repair.ts";

const empty = read(repair, {});
const nobody = read(person, {});

describe("the gate", () => {
  test.each([
    ["", "first", null],
    ["yes", "open", "repair"],
    ["mostly", "open", "repair"],
    ["not_sure", "closed", "repair_unsafe"],
    ["no", "closed", "repair_unsafe"],
    ["not_now", "closed", "repair_unsafe"],
    ["a word of a later version", "closed", "repair_unsafe"],
  ] as const)("the answer %j leaves it %s", (safeToBring, gate, pack) => {
    const asked = { ...empty, direction: "they_hurt_me", safeToBring };
    expect([gateOf(asked), packOfRepair(asked)]).toEqual([gate, pack]);
  });

  test("with oneself it is open without an answer", () => {
    expect(packOfRepair({ ...empty, direction: "with_self" })).toBe("repair_self");
  });

  test.each(["yes", ""])(
    "harm or control closes it after the answer %j, with oneself too",
    (safeToBring) => {
      for (const direction of ["both", "with_self"]) {
        const asked = { ...empty, direction, safeToBring, gap: ["silence", "harm_or_control"] };
        expect(packOfRepair(asked)).toBe("repair_unsafe");
      }
    },
  );

  test("what is meant for the other person stands behind it", () => {
    expect(gatedFields).toEqual(["impactThem", "myPart", "want"]);
  });

  test("what is not safe to bring is never open, and what has ended is not", () => {
    const asked = { ...empty, direction: "both", safeToBring: "yes" };
    expect(isOpenGap(asked)).toBe(true);
    expect(isOpenGap({ ...asked, safeToBring: "no" })).toBe(false);
    for (const status of ["mended_with_self", "boundary_kept", "set_down", "not_safe"]) {
      expect(isOpenGap({ ...asked, status })).toBe(false);
    }
  });
});

describe("offers", () => {
  test("not safe around offers the safety card, before any ground", () => {
    expect(offerFor({ around: 0, stateWords: ["far_away"] })).toBe("safety_card");
  });

  test.each(["far_away", "overwhelmed"])("%s offers ground", (word) => {
    expect(offerFor({ around: 3, stateWords: ["mixed", word] })).toBe("ground");
  });

  test("anything else offers nothing", () => {
    expect(offerFor({ around: null, stateWords: [] })).toBe(null);
    expect(offerFor({ around: "not_sure", stateWords: ["on_alert", "words of mine"] })).toBe(null);
  });
});

describe("people", () => {
  test("nothing is counted where it is not safe, nor where the person does not want it", () => {
    expect(hidesCounts(nobody)).toBe(false);
    expect(hidesCounts({ ...nobody, feelsNow: "not_safe" })).toBe(true);
    expect(hidesCounts({ ...nobody, hideCounts: true })).toBe(true);
  });

  test("nobody is suggested who is kept apart or not safe", () => {
    expect(isSuggested(nobody)).toBe(true);
    expect(isSuggested({ ...nobody, keptApart: true })).toBe(false);
    expect(isSuggested({ ...nobody, feelsNow: "not_safe" })).toBe(false);
  });
});

test("answers about the other person are shown, and open a list, only while the gate is open", () => {
  const answers = [
    { id: "repair/my_part", pack: "repair", prompt_id: "my_part", text: "I was late." },
    { id: "repair/need", pack: "repair", prompt_id: "need", text: "Quiet." },
  ];
  const mending = { kind: "repair", v: 1, answers };
  expect(openingText({ ...mending, safe_to_bring: "yes" })).toBe("I was late.");
  expect(openingText({ ...mending, safe_to_bring: "no" })).toBe("Quiet.");
  expect(openingText(mending)).toBe("Quiet.");
});
