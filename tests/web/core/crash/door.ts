import { words } from "../../../../web/src/content/words.ts";
import { Refusal } from "../../../../web/src/core/errors.ts";
import { only } from "../../../../web/src/core/store/schema.ts";
import { signIn, signUp, unlock } from "../../../../web/src/core/sync/enter.ts";
import { confirmWords, recoveryWords } from "../../../../web/src/core/sync/recovery.ts";
import { Device } from "../engine/device.ts";
import type { Member } from "../engine/family.ts";
import { ModelServer } from "../engine/model-server.ts";
import { Reception } from "./reception.ts";
import { copyRows, page, passphrase } from "./scene.ts";

const credentials = { name: "Maia", passphrase };
const label = (name: string) => ({ name, today: "2026-11-22" });

/** A device that comes in, and the server it comes to. */
export class Door {
  readonly reception: Reception;
  readonly device: Device;
  readonly #member: Member;

  constructor(member: Member, reception = new Reception()) {
    this.#member = member;
    this.reception = reception;
    this.device = new Device(member, new ModelServer(member.keys.vault, []));
    this.device.holder.open = null;
    this.device.network = (request) => {
      const { open } = this.device.holder;
      const caller = open && { device: open.device, publicKey: open.deviceKey.public };
      return reception.answer(request, caller);
    };
  }

  /** What a kill at this moment leaves. */
  async left(): Promise<Door> {
    const door = new Door(this.#member, this.reception.copy());
    await copyRows(this.device.store, door.device.store);
    return door;
  }

  /** Another device of the same person. */
  beside(): Door {
    return new Door(this.#member, this.reception);
  }

  signUp(): Promise<void> {
    return this.device.run(signUp(credentials, label("first"), words));
  }

  signIn(name = "second"): Promise<void> {
    return this.device.run(signIn(credentials, label(name)));
  }

  unlock(): Promise<void> {
    return this.device.run(unlock(passphrase));
  }

  /** The recovery words are typed again, as long as they are asked for. */
  async confirm(): Promise<boolean> {
    const drawn = await this.device.run(recoveryWords());
    return this.device.run(confirmWords(drawn?.join(" ") ?? "", words));
  }

  async isKnown(): Promise<boolean> {
    return (await this.device.store.get("account", only)) !== null;
  }

  /** A page is written and sent. */
  async write(body: string): Promise<void> {
    await this.device.write(page(body));
    const { end } = await this.device.turn();
    if (end !== "done") throw new Error(end);
  }
}

export type Attempt = "signUp" | "signIn";

/** How a device comes in; `words` are what it has to find there, `tries` what may be tried first after a kill. */
export interface WayIn {
  readonly name: string;
  readonly begin: (first: Door) => Promise<Door>;
  readonly act: (door: Door) => Promise<unknown>;
  readonly words: readonly string[];
  readonly tries: readonly Attempt[];
}

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
