/** A tree of elements and words, as HTML means it: what comes from HTML and from blocks of others (docs/imports.md, From HTML). */

export type Element = {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
};

export type Node = string | Element;

/** What may have shown something and has no words. */
export const lostTags: ReadonlySet<string> = new Set(["iframe", "object", "svg", "math"]);
/** The text of what stands too deep; no element of HTML is called so. */
export const deepTag = "#deep";

export function element(
  tag: string,
  children: readonly Node[],
  attributes: Readonly<Record<string, string>> = {},
): Element {
  return { tag, attributes, children };
}

export function hasClass({ attributes }: Element, name: string): boolean {
  return (attributes.class ?? "").split(/[ \t\n\f\r]+/).includes(name);
}

/** All elements that hold, in the order of the document; none within one that holds. */
export function findAll(root: Node, holds: (one: Element) => boolean): Element[] {
  if (typeof root === "string") return [];
  if (holds(root)) return [root];
  return root.children.flatMap((child) => findAll(child, holds));
}

/** The elements below one, in the order of the document. */
export function walk({ children }: Element): Element[] {
  return children.flatMap((child) => (typeof child === "string" ? [] : [child, ...walk(child)]));
}

/** The words in a tree as they stand. */
export function wordsIn(node: Node): string {
  return typeof node === "string" ? node : node.children.map(wordsIn).join("");
}
