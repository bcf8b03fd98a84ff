import type { RecordId } from "../core/contract.ts";

/** The places with an address of their own. An address never holds words of a person, only a page's random id. */
export type Place =
  | { readonly name: "home" }
  | { readonly name: "create" }
  | { readonly name: "signIn" }
  | { readonly name: "write" }
  | { readonly name: "page"; readonly record: RecordId }
  | { readonly name: "recovery" }
  | { readonly name: "backup" }
  | { readonly name: "alarm" }
  | { readonly name: "server" }
  | { readonly name: "settings" }
  | { readonly name: "unknown" };

const plain = {
  "/": "home",
  "/begin": "create",
  "/sign-in": "signIn",
  "/write": "write",
  "/recovery": "recovery",
  "/backup": "backup",
  "/stopped": "alarm",
  "/server": "server",
  "/settings": "settings",
} as const;

const PAGE = /^\/pages\/([0-9a-f]{32})$/;

export function placeOf(path: string): Place {
  const record = PAGE.exec(path)?.[1];
  if (record !== undefined) return { name: "page", record };
  const name = Object.entries(plain).find(([address]) => address === path)?.[1];
  return { name: name ?? "unknown" };
}

export function pathOf(place: Place): string {
  if (place.name === "page") return `/pages/${place.record}`;
  return Object.entries(plain).find(([, name]) => name === place.name)?.[0] ?? "/";
}
