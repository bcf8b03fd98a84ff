import fc from "fast-check";
import { expect, test } from "vitest";
import {
  blocksOf,
  type Drawn,
  openable,
  within,
} from "../../../web/src/ui/parts/reading/tokens.ts";
import { Fuzzer, patience, seed } from "../fuzzing.ts";

const seconds = 2;
/** Of one page, on a machine that others use too. */
const mostMilliseconds = 10_000;

const signs = [
  ...["*", "_", "`", "[", "](", "![", "<", "<!--", ">", "> ", "- ", "1. ", "# ", "|", "|-", "~~"],
  ...["\n", "\n\n", " ", "    ", "\t", "\\", "&lt;", "<script>", "<img src=x onerror=alert(1)>"],
  ...["[a]: javascript:alert(1)\n", "[a](javascript:alert(1))", "http://", "a@b.c", "word"],
];
/** Pages made of the signs of Markdown, in any order, some of them very often. */
const pages = fc
  .array(
    fc.tuple(fc.constantFrom(...signs), fc.oneof(fc.constant(1), fc.constant(1), fc.nat(400))),
    {
      maxLength: 30,
    },
  )
  .map((pieces) => pieces.map(([sign, times]) => sign.repeat(times)).join(""));

/** Every token of a page, those within others too, as the screen draws them. */
function drawn(tokens: readonly Drawn[]): Drawn[] {
  return tokens.flatMap((token) => {
    if (token.type === "list" && "items" in token) {
      return [token, ...token.items.flatMap((item) => drawn(within(item)))];
    }
    return "tokens" in token ? [token, ...drawn(within(token))] : [token];
  });
}

test(
  `hostile pages are drawn soon, none of it as HTML and no link opens a script (seed ${seed})`,
  async () => {
    const fuzzer = new Fuzzer("pages (web)");
    await fuzzer.run(seconds, pages, (page) => {
      fuzzer.operations += 1;
      const begun = performance.now();
      const tokens = drawn(blocksOf(page));
      expect(performance.now() - begun).toBeLessThan(mostMilliseconds);
      expect(tokens.map(({ type }) => type)).not.toContain("html");
      for (const token of tokens) {
        if (token.type !== "link" || !("href" in token)) continue;
        expect(openable(token.href) ?? "https:").toMatch(/^(https?|mailto):/);
      }
    });
  },
  patience,
);
