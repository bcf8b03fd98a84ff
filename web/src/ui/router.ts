import type { RecordId } from "../core/contract.ts";
import type { Beginning } from "./state/guided.ts";

/** The places with an address of their own. An address never holds words of a person, only a page's random id. */
export type Place =
  | { readonly name: Plain | "unknown" }
  | { readonly name: "page"; readonly record: RecordId }
  /** A page with a pack on it. Without one the shelf of packs, or the `beginning` of a new page; no address tells its pack. */
  | {
      readonly name: "guided";
      readonly record: RecordId | null;
      readonly beginning?: Beginning | undefined;
    }
  /** A view by its name, empty for the list of them. */
  | { readonly name: "views"; readonly view: string }
  /** One record of a kind with a screen of its own, or a new one. */
  | { readonly name: Exclude<Kept, "guided">; readonly record: RecordId | null };

const kept = {
  "/moment": "moment",
  "/check-in": "checkin",
  "/line": "line",
  "/person": "person",
  "/questions": "guided",
  "/history": "history",
} as const;

type Kept = (typeof kept)[keyof typeof kept];

/** The screen of each kind of record that has one of its own. */
const screens: { readonly [kind: string]: Kept } = {
  glimmer: "moment",
  checkin: "checkin",
  line: "line",
  person: "person",
  reflection: "guided",
  repair: "guided",
};

/** Where a record is opened. */
export function placeOfRecord(kind: string, record: RecordId): Place {
  const name = Object.hasOwn(screens, kind) ? screens[kind] : undefined;
  return { name: name ?? "page", record };
}

const plain = {
  "/": "home",
  "/pages": "pages",
  "/search": "search",
  "/more": "more",
  "/trash": "trash",
  "/word-lists": "vocabulary",
  "/begin": "create",
  "/sign-in": "signIn",
  "/write": "write",
  "/happened": "happened",
  "/arrange": "arrange",
  "/words": "words",
  "/people": "people",
  "/support": "support",
  "/card": "card",
  "/sheet": "sheet",
  "/recovery": "recovery",
  "/ways-in": "ways",
  "/passphrase": "changePassphrase",
  "/passkeys": "passkeys",
  "/new-words": "newWords",
  "/new-keys": "newKeys",
  "/recover": "recover",
  "/devices": "devices",
  "/pair": "pairing",
  "/joined": "joined",
  "/add-device": "admit",
  "/apart": "apart",
  "/leave": "leave",
  "/close": "close",
  "/held": "held",
  "/backup": "backup",
  "/take-out": "takeOut",
  "/bring-in": "import",
  "/restore": "restore",
  "/stopped": "alarm",
  "/rejoin": "rejoin",
  "/compare": "compare",
  "/server": "server",
  "/settings": "settings",
} as const;

type Plain = (typeof plain)[keyof typeof plain];

const PAGE = /^\/pages\/([0-9a-f]{32})$/;
const VIEW = /^\/views(?:\/([a-z_]+))?$/;
const ONE = /^(\/[a-z-]+)(?:\/([0-9a-f]{32}))?$/;

export function placeOf(path: string): Place {
  const record = PAGE.exec(path)?.[1];
  if (record !== undefined) return { name: "page", record };
  const view = VIEW.exec(path);
  if (view) return { name: "views", view: view[1] ?? "" };
  const one = keptAt(path);
  if (one !== null) return one;
  const name = Object.entries(plain).find(([address]) => address === path)?.[1];
  return { name: name ?? "unknown" };
}

export function pathOf(place: Place): string {
  if (place.name === "page") return `/pages/${place.record}`;
  if ("view" in place) return place.view === "" ? "/views" : `/views/${place.view}`;
  if ("record" in place) return keptPath(place.name, place.record);
  return Object.entries(plain).find(([, name]) => name === place.name)?.[0] ?? "/";
}

function keptAt(path: string): Place | null {
  const [, address, record = null] = ONE.exec(path) ?? [];
  const name = Object.entries(kept).find(([one]) => one === address)?.[1];
  return name ? { name, record } : null;
}

function keptPath(name: Kept, record: RecordId | null): string {
  const address = Object.entries(kept).find(([, one]) => one === name)?.[0] ?? "";
  return record === null ? address : `${address}/${record}`;
}
