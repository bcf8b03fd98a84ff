import { Refusal } from "../../../../web/src/core/errors.ts";
import type { Id } from "../../../../web/src/core/protocol/encoding.ts";
import { type Door, newPassphrase, newWords } from "./door.ts";
import { page } from "./scene.ts";

export type Attempt = "signUp" | "signIn";

/** How a device comes in; `words` are what it has to find there, `tries` what may be tried first after a kill. */
export interface WayIn {
  readonly name: string;
  readonly begin: (first: Door) => Promise<Door>;
  readonly act: (door: Door) => Promise<unknown>;
  readonly words: readonly string[];
  readonly tries: readonly Attempt[];
  /** What the person does after a kill, in the place of coming in. */
  readonly again?: (door: Door) => Promise<unknown>;
  /** The account is gone afterwards: nothing is sent any more. */
  readonly isClosed?: boolean;
}

/** One who is in; the other device of the account is known to it. */
async function withAnother(first: Door): Promise<Door> {
  await madeBefore(first);
  const other = first.beside();
  await other.signIn();
  first.others = [other.device.holder.open?.device ?? neverSeen];
  await first.device.turn();
  return first;
}

/** Unlocked again by what opens it now; what was not done is done again. */
async function changedAgain(door: Door, act: (door: Door) => Promise<unknown>): Promise<void> {
  if (!(await door.unlockEither())) await act(door);
}

const forgotten = "pebble thimble anchor walnut candle meadow";
const neverSeen = "0".repeat(32) as Id; // 32 digits

async function madeBefore(first: Door): Promise<Door> {
  await first.signUp();
  await first.confirm();
  await first.write("of the first\n");
  return first;
}

export const waysIn: readonly WayIn[] = [
  {
    name: "signing up",
    begin: async (first) => first,
    act: async (door) => {
      await door.signUp();
      await door.confirm();
    },
    words: [],
    tries: ["signUp", "signIn"],
  },
  {
    name: "signing in",
    begin: async (first) => (await madeBefore(first)).beside(),
    act: (door) => door.signIn(),
    words: ["of the first"],
    tries: ["signIn"],
  },
  {
    name: "signing in while another device does",
    begin: async (first) => {
      const door = (await madeBefore(first)).beside();
      door.reception.meanwhile = () => door.beside().signIn("faster");
      return door;
    },
    act: (door) => door.signIn(),
    words: ["of the first"],
    tries: ["signIn"],
  },
  {
    name: "signing in again",
    begin: async (first) => {
      const door = await madeBefore(first);
      await door.device.write(page("not sent yet\n"));
      return door;
    },
    act: (door) => door.signIn(),
    words: ["not sent yet", "of the first"],
    tries: ["signIn"],
  },
  {
    name: "changing the passphrase",
    begin: madeBefore,
    act: (door) => door.change(),
    again: (door) => changedAgain(door, () => door.change()),
    words: ["of the first"],
    tries: ["signIn"],
  },
  {
    name: "other recovery words",
    begin: madeBefore,
    act: (door) => door.newRecovery(),
    again: async (door) => {
      await door.unlock();
      await door.newRecovery();
      const third = door.beside();
      third.drawn = newWords;
      await third.recover();
      door.passphrase = newPassphrase;
    },
    words: ["of the first"],
    tries: ["signIn"],
  },
  {
    name: "new keys",
    begin: madeBefore,
    act: (door) => door.newKeys(),
    again: (door) => changedAgain(door, () => door.newKeys()),
    words: ["of the first"],
    tries: ["signIn"],
  },
  ...[true, false].map((isLocked) => ({
    name: `signing in again after new keys, ${isLocked ? "locked" : "open"}`,
    begin: async (first: Door) => {
      await madeBefore(first);
      const door = first.beside();
      await door.signIn();
      await door.device.turn();
      await door.device.write(page("not sent yet\n"));
      await first.newKeys();
      door.passphrase = newPassphrase;
      if (isLocked) door.device.holder.open = null;
      return door;
    },
    act: (door: Door) => door.signIn(),
    again: async (door: Door) => {
      if (!(await door.unlockEither())) {
        door.passphrase = newPassphrase;
        await door.signIn();
      }
    },
    words: ["not sent yet", "of the first"],
    tries: ["signIn"] as const,
  })),
  {
    name: "recovering",
    begin: async (first) => (await madeBefore(first)).beside(),
    act: (door) => door.recover(),
    again: async (door) => {
      if (await door.isKnown()) await door.unlockEither();
      else await door.recover();
    },
    words: ["of the first"],
    tries: ["signIn"],
  },
  ...[false, true].map((hasNewKeys) => ({
    name: `recovering on a locked device${hasNewKeys ? " after new keys" : ""}`,
    begin: async (first: Door) => {
      await madeBefore(first);
      const door = first.beside();
      await door.signIn();
      await door.device.turn();
      await door.device.write(page("not sent yet\n"));
      if (hasNewKeys) {
        await first.newKeys(forgotten);
        door.drawn = newWords;
      }
      door.device.holder.open = null;
      return door;
    },
    act: (door: Door) => door.recover(),
    again: (door: Door) => changedAgain(door, () => door.recover()),
    words: ["not sent yet", "of the first"],
    tries: ["signIn"] as const,
  })),
  {
    name: "removing a device",
    begin: withAnother,
    act: (door) => door.removeOthers(),
    again: async (door) => {
      await door.unlock();
      await door.removeOthers();
    },
    words: ["of the first"],
    tries: ["signIn"],
  },
  {
    name: "looking at devices, and exporting the account",
    begin: withAnother,
    act: (door) => door.look(),
    words: ["of the first"],
    tries: ["signIn"],
  },
  {
    name: "adding, using and removing a passkey",
    begin: madeBefore,
    act: (door) => door.usePasskey(),
    words: ["of the first"],
    tries: ["signIn"],
  },
  {
    name: "admitting a device",
    begin: madeBefore,
    act: (door) => door.beside().pairWith(door),
    again: async (door) => {
      await door.unlock();
      await door.beside().pairWith(door);
    },
    words: ["of the first"],
    tries: ["signIn"],
  },
  {
    name: "being admitted",
    begin: async (first) => {
      await madeBefore(first);
      const door = first.beside();
      door.host = first;
      return door;
    },
    act: (door) => door.pairWith(door.host ?? door),
    words: ["of the first"],
    tries: ["signIn"],
  },
  {
    name: "closing the account",
    begin: madeBefore,
    act: (door) => door.close(),
    again: async (door) => {
      await door.unlock();
      if (!(await door.isClosed())) await door.close();
    },
    words: ["of the first"],
    tries: ["signIn"],
    isClosed: true,
  },
];

/** Comes in as a person would now who tries this way first: the one that is refused is followed by the other. */
export async function comeIn(door: Door, first: Attempt): Promise<void> {
  if (await door.isKnown()) return door.unlock();
  try {
    await door[first]();
  } catch (error) {
    const isRefused =
      error instanceof Refusal && ["name_taken", "login_refused"].includes(error.code);
    if (!isRefused) throw error;
    await door[first === "signUp" ? "signIn" : "signUp"]();
  }
}
