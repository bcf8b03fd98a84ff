import { utf8 } from "../../../../web/src/core/bytes.ts";
import { canonicalText, parseObject } from "../../../../web/src/core/protocol/canonical.ts";
import {
  canonicalName,
  len16,
  padded,
  padme,
  toHex,
  u8,
  u32,
  u64,
} from "../../../../web/src/core/protocol/encoding.ts";
import type { Area } from "./vector.ts";

const integers: Readonly<Record<number, typeof u8>> = { 8: u8, 32: u32, 64: u64 };

export const encoding: Area = {
  integer: (inputs) => {
    const write = integers[inputs.number("bits")] ?? u8;
    return { bytes: toHex(write(inputs.number("value"))) };
  },
  len16: (inputs) => ({ bytes: toHex(len16(inputs.text("text"))) }),
  padme: (inputs) => ({ padded: inputs.list("lengths").map((length) => padme(Number(length))) }),
  padded: (inputs) => ({
    padded: inputs.list("lengths").map((length) => padded(Number(length), inputs.number("least"))),
  }),
  name: (inputs) => ({ name: canonicalName(inputs.text("typed")) }),
  json: (inputs) => ({ canonical: canonicalText(parseObject(utf8(inputs.text("text")))) }),
};
