/** What the network does with one request; `again` comes a second time much later. */
export type Fate = "ok" | "lose request" | "lose answer" | "delay" | "twice" | "again";

/** Something that a person does; `who` is a device, `which` a record by its place among those that are there. */
export type Writing =
  | { readonly do: "write"; readonly who: number }
  | { readonly do: "begin"; readonly who: number; readonly kind: number }
  | { readonly do: "edit"; readonly who: number; readonly which: number; readonly place: number }
  | { readonly do: "alter"; readonly who: number; readonly which: number; readonly edit: number }
  | { readonly do: "open" | "trash"; readonly who: number; readonly which: number }
  | { readonly do: "cut"; readonly who: number; readonly which: number; readonly place: number }
  | {
      readonly do: "remove";
      readonly who: number;
      readonly which: number;
      readonly erase: boolean;
    };

/** One thing that happens. */
export type Step =
  | Writing
  | { readonly do: "clone"; readonly who: number }
  /** A turn of sync, or what a person in an alarm consents to. */
  | {
      readonly do: "turn" | "rejoin";
      readonly who: number;
      readonly fates: readonly Fate[];
      /** The process ends before this effect, or, odd, after it. */
      readonly crash: number | null;
      /** Somebody writes at this effect. */
      readonly typing: number | null;
    }
  /** What changes ways in; `which` is another device, for removing one. Where it does not succeed, nobody tries again. */
  | {
      readonly do: "change passphrase" | "new keys" | "remove device" | "sign in";
      readonly who: number;
      readonly which: number;
      readonly fates: readonly Fate[];
      readonly crash: number | null;
    }
  /** A new device signs in; it was told the checkpoint of the device `who`. */
  | { readonly do: "join"; readonly who: number; readonly fates: readonly Fate[] }
  | { readonly do: "days"; readonly days: number }
  /** `age`: 0 goes back to the newest copy. */
  | { readonly do: "restore"; readonly age: number }
  | { readonly do: "deliver" | "snapshot" | "restart" };
