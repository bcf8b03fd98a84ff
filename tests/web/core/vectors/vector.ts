/** What a vector is, and how an area of them is run (tests/vectors/<area>/*.json). */

import { readdirSync, readFileSync } from "node:fs";
import type { Bytes } from "../../../../web/src/core/bytes.ts";
import { fromHex, type Id, parseId, toHex } from "../../../../web/src/core/protocol/encoding.ts";

export type Plain = null | boolean | number | string | readonly Plain[] | PlainObject;
export type PlainObject = { readonly [name: string]: Plain };

/** One vector: it passes, or fails with one code, for one reason. */
export type Vector = {
  readonly area: string;
  readonly name: string;
  readonly reason: string;
  readonly inputs: PlainObject;
  readonly expect: string;
  readonly outputs: PlainObject;
};

/** The operations of an area: what is made of the inputs. */
export type Area = {
  readonly [operation: string]: (inputs: Inputs) => PlainObject | Promise<PlainObject>;
};

const folder = new URL("../../../vectors/", import.meta.url);

/** The names of all areas that have vectors. */
export function vectorAreas(): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The vectors of one area, by name. */
export function vectorsOf(area: string): Vector[] {
  const inside = new URL(`${area}/`, folder);
  const names = readdirSync(inside).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => JSON.parse(readFileSync(new URL(name, inside), "utf8")));
}

/** The inputs of a vector, read by type. A vector of another shape is an error of the test. */
export class Inputs {
  readonly values: PlainObject;

  constructor(values: PlainObject) {
    this.values = values;
  }

  has(name: string): boolean {
    return (this.values[name] ?? null) !== null;
  }

  text(name: string): string {
    const value = this.values[name];
    if (typeof value !== "string") throw new TypeError(`no text ${name}`);
    return value;
  }

  number(name: string): number {
    const value = this.values[name];
    if (typeof value !== "number") throw new TypeError(`no number ${name}`);
    return value;
  }

  bytes(name: string): Bytes {
    return fromHex(this.text(name));
  }

  id(name: string): Id {
    return parseId(this.text(name));
  }

  list(name: string): readonly Plain[] {
    const value = this.values[name];
    if (!Array.isArray(value)) throw new TypeError(`no list ${name}`);
    return value;
  }

  object(name: string): PlainObject {
    return objectOf(this.values[name], name);
  }

  inner(name: string): Inputs {
    return new Inputs(this.object(name));
  }

  inners(name: string): Inputs[] {
    return this.list(name).map((value) => new Inputs(objectOf(value, name)));
  }
}

/** A value of the core as vectors hold it: bytes in hexadecimal, the rest as it is. */
export function shown(value: unknown): Plain {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value as Plain; // text, number, boolean or null
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shown(item)]));
}

/** A source that gives one fixed byte string, in whatever pieces it is asked for. */
export function fixedRandom(bytes: Bytes): (length: number) => Bytes {
  let at = 0;
  return (length) => {
    at += length;
    if (at > bytes.length) throw new RangeError("more randomness than the vector has");
    return new Uint8Array(bytes.subarray(at - length, at));
  };
}

function objectOf(value: Plain | undefined, name: string): PlainObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`no object ${name}`);
  }
  return value as PlainObject; // neither null nor a list: what is left is an object
}
