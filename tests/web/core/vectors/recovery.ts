import { words } from "../../../../web/src/content/words.ts";
import { utf8 } from "../../../../web/src/core/bytes.ts";
import { drawWords, normaliseRecoveryCode } from "../../../../web/src/core/crypto/recovery.ts";
import { sha256 } from "../../../../web/src/core/crypto/suite.ts";
import { toHex } from "../../../../web/src/core/protocol/encoding.ts";
import { type Area, fixedRandom } from "./vector.ts";

export const recovery: Area = {
  list: async () => ({
    words: words.length,
    sha256: toHex(await sha256(utf8(words.join("\n")))),
  }),
  code: (inputs) => {
    const code = normaliseRecoveryCode(inputs.text("typed"), words);
    return { code, secret: toHex(utf8(code)) };
  },
  draw: (inputs) => {
    const random = fixedRandom(inputs.bytes("random"));
    return { words: drawWords(words, inputs.number("count"), random).join(" ") };
  },
};
