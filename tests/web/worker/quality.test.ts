import { describe, expect, test } from "vitest";
import { words } from "../../../web/src/content/words.ts";
import type { PassphraseTrick, PassphraseWeakness } from "../../../web/src/core/contract.ts";
import { offerPassphrase } from "../../../web/src/core/crypto/recovery.ts";
import { platformRandom } from "../../../web/src/core/crypto/suite.ts";
import { judgePassphrase } from "../../../web/src/worker/quality.ts";

const about = ["Wren Example"];
const strong = { isStrong: true, weakness: null, tricks: [] };

const weak: readonly (readonly [string, PassphraseWeakness])[] = [
  ["password1", "common"],
  ["iloveyou", "common"],
  ["wren1984", "about"],
  ["lkjhgfdsazxcv", "keyboard"],
  ["aaaaaaaaaaaaaaaaaaaaaaaa", "repeat"],
  ["wren wren wren", "repeat"],
  ["abcdefghijkl", "sequence"],
  ["12.3.1984", "date"],
  ["kfjqzp7r", "short"],
  ["lantern-orchard", "nearly"],
];

test.each(weak)("%s is refused, with the reason %s", (passphrase, weakness) => {
  expect(judgePassphrase(passphrase, about)).toMatchObject({ isStrong: false, weakness });
});

const tricky: readonly (readonly [string, PassphraseTrick])[] = [
  ["p@ssw0rd", "signs"],
  ["drowssap", "reversed"],
  ["DRAGON12", "capitals"],
];

test.each(tricky)(
  "%s is told that what makes it hard to type hardly helps: %s",
  (passphrase, trick) => {
    expect(judgePassphrase(passphrase, about).tricks).toContain(trick);
  },
);

describe("no rule about characters: these are strong", () => {
  test.each([
    "my old green chair by the sea",
    "mein alter gruener stuhl am see",
    "我喜欢在河边散步的时候，风很轻",
    "8402 3350 1173 9948 26",
    "xkQ7!fj29sLp~u4",
  ])("%s", (passphrase) => {
    expect(judgePassphrase(passphrase, about)).toEqual(strong);
  });
});

test("six words that are offered are strong, each time", () => {
  const offered = Array.from({ length: 50 }, () =>
    offerPassphrase(words, platformRandom).join(" "),
  );
  expect(offered.filter((one) => !judgePassphrase(one, about).isStrong)).toEqual([]);
});

test("what cannot be a passphrase at all is refused before it is judged", () => {
  for (const passphrase of ["", "x".repeat(1025)]) {
    expect(() => judgePassphrase(passphrase, about)).toThrow("wrong_secret");
  }
});
