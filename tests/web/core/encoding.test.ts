import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8 } from "../../../web/src/core/bytes.ts";
import { GoldseamError } from "../../../web/src/core/errors.ts";
import {
  canonicalName,
  fromHex,
  idFromBytes,
  idToBytes,
  pad,
  padme,
  toBase64Url,
  toHex,
  unpad,
} from "../../../web/src/core/protocol/encoding.ts";
import { bytesUpTo, ids, texts } from "./values.ts";

test("hexadecimal gives back the bytes that it was made of", () => {
  fc.assert(
    fc.property(bytesUpTo(64), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
    }),
  );
});

test("an id is the same after it was bytes", () => {
  fc.assert(fc.property(ids, (id) => idFromBytes(idToBytes(id)) === id));
});

test.each(["0", "GG", "0A", "zz", "0x", " 00"])("%s is not hexadecimal", (text) => {
  expect(() => fromHex(text)).toThrow(GoldseamError);
});

test("base64url is that of the platform without padding", () => {
  fc.assert(
    fc.property(bytesUpTo(64), (bytes) => {
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
    }),
  );
});

test("padme never shrinks, never adds more than 12 percent, and is its own bucket", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (length) => {
      const bucket = padme(length);
      expect(bucket).toBeGreaterThanOrEqual(length);
      expect(bucket).toBeLessThanOrEqual(length * 1.12);
      expect(padme(bucket)).toBe(bucket);
    }),
  );
});

test("padding comes off again where the plaintext does not end in zero", () => {
  fc.assert(
    fc.property(bytesUpTo(600), fc.integer({ min: 1, max: 255 }), (bytes, last) => {
      const plaintext = new Uint8Array([...bytes, last]);
      expect(unpad(pad(plaintext, 512))).toEqual(plaintext);
    }),
  );
});

test("a canonical name is its own canonical form, and what has none is refused in one way", () => {
  fc.assert(
    fc.property(texts, (typed) => {
      const name = nameOrNull(typed);
      if (name === null) return;
      expect(canonicalName(name)).toBe(name);
      expect(utf8(name).length).toBeLessThanOrEqual(256);
    }),
  );
});

function nameOrNull(typed: string): string | null {
  try {
    return canonicalName(typed);
  } catch (error) {
    expect(error).toMatchObject({ code: "bad_request" });
    return null;
  }
}
