import { words } from "../../../../web/src/content/words.ts";
import { SealError } from "../../../../web/src/core/errors.ts";
import { type Id, parseId } from "../../../../web/src/core/protocol/encoding.ts";
import { only } from "../../../../web/src/core/store/schema.ts";
import { typedCode } from "../../../../web/src/core/sync/account.ts";
import { admit, readCandidate, sendAnswer } from "../../../../web/src/core/sync/admitting.ts";
import { closeAccount, exportAccount } from "../../../../web/src/core/sync/closing.ts";
import {
  knownDevices,
  newDevices,
  removeDevices,
  seeDevices,
} from "../../../../web/src/core/sync/devices.ts";
import {
  beginPasskey,
  keepPasskey,
  removePasskey,
} from "../../../../web/src/core/sync/enrolling.ts";
import { signIn, signUp, unlock } from "../../../../web/src/core/sync/enter.ts";
import { makeNewKeys } from "../../../../web/src/core/sync/new-keys.ts";
import {
  answerTo,
  drawPairing,
  enterAdmitted,
  offerDevice,
  type Shown,
} from "../../../../web/src/core/sync/pairing.ts";
import {
  passkeysHere,
  seenEnded,
  unlockByPasskey,
} from "../../../../web/src/core/sync/passkeys.ts";
import { recover } from "../../../../web/src/core/sync/recover.ts";
import { confirmWords, recoveryWords } from "../../../../web/src/core/sync/recovery.ts";
import { changePassphrase, newRecovery } from "../../../../web/src/core/sync/ways.ts";
import { AccountServer } from "../engine/account-server.ts";
import { Device } from "../engine/device.ts";
import type { Member } from "../engine/family.ts";
import { ModelServer } from "../engine/model-server.ts";
import { copyOf, copyRows, page, passphrase } from "./scene.ts";

const label = (name: string) => ({ name, today: "2026-11-22" });
const on = "2026-11-23";
export const newPassphrase = "harbor puddle kettle saddle window marble";
export const newWords = words.slice(100, 110);
const nextWords = words.slice(200, 210);

/** A device that comes in, and the server it comes to. */
export class Door {
  readonly reception: AccountServer;
  readonly device: Device;
  readonly #member: Member;
  /** The recovery words that were shown at the sign-up of this person. */
  drawn: readonly string[] = [];
  /** Other devices of the account, for what one does to another. */
  others: readonly Id[] = [];
  /** A device that lets this one in. */
  host: Door | null = null;
  /** What the person types. */
  passphrase = passphrase;

  constructor(member: Member, reception = new AccountServer()) {
    this.#member = member;
    this.reception = reception;
    this.device = new Device(member, new ModelServer(member.keys.vault, []));
    this.device.holder.open = null;
    this.device.network = (request) => reception.answer(request);
  }

  /** What a kill at this moment leaves. */
  async left(): Promise<Door> {
    const door = this.#with(this.reception.copy(copyOf));
    await copyRows(this.device.store, door.device.store);
    return door;
  }

  /** Another device of the same person. */
  beside(): Door {
    return this.#with(this.reception);
  }

  #with(reception: AccountServer): Door {
    const door = new Door(this.#member, reception);
    [door.passphrase, door.drawn, door.others] = [this.passphrase, this.drawn, this.others];
    return door;
  }

  signUp(): Promise<void> {
    return this.device.run(signUp(this.#credentials, label("first"), words));
  }

  signIn(name = "second"): Promise<void> {
    return this.device.run(signIn(this.#credentials, label(name)));
  }

  get #credentials() {
    return { name: "Maia", passphrase: this.passphrase };
  }

  unlock(): Promise<void> {
    return this.device.run(unlock(this.passphrase));
  }

  /** The person knows both passphrases, and tries the new one first; whether that was it. */
  async unlockEither(): Promise<boolean> {
    for (const one of [newPassphrase, passphrase]) {
      this.passphrase = one;
      if (await this.#isUnlocked()) return one === newPassphrase;
    }
    throw new Error("neither opens it");
  }

  async #isUnlocked(): Promise<boolean> {
    try {
      await this.unlock();
      return true;
    } catch (error) {
      if (error instanceof SealError && error.code === "wrong_secret") return false;
      throw error;
    }
  }

  async change(): Promise<void> {
    await this.device.run(changePassphrase(passphrase, newPassphrase));
    this.passphrase = newPassphrase;
  }

  newRecovery(): Promise<void> {
    return this.device.run(newRecovery(passphrase, newWords.join(" "), words));
  }

  async newKeys(next = newPassphrase): Promise<void> {
    const code = await typedCode(newWords.join(" "));
    const wish = { passphrase, newPassphrase: next, code, remove: [], on };
    await this.device.asLeader((leading) => makeNewKeys(leading, wish));
    this.passphrase = next;
  }

  async recover(): Promise<void> {
    const typed = { name: "maia", words: this.drawn.join(" "), checkpoint: null };
    const input = { ...typed, newPassphrase, newWords: nextWords };
    await this.device.run(recover(input, label("third"), words));
    this.passphrase = newPassphrase;
  }

  removeOthers(): Promise<void> {
    return this.device.run(removeDevices(passphrase, this.others, on));
  }

  async look(): Promise<void> {
    await this.device.run(knownDevices());
    await this.device.run(newDevices());
    await this.device.run(seeDevices());
    await this.device.run(exportAccount(passphrase));
  }

  /** A passkey is added, opens the device, and is removed. */
  async usePasskey(): Promise<void> {
    const { slot, input } = await this.device.run(beginPasskey(passphrase));
    const evaluated = () => new Uint8Array(32).fill(9);
    const answers = { registration: "{}", assertion: "{}" };
    const made = { slot, input, credential: evaluated(), output: evaluated().buffer, ...answers };
    await this.device.run(keepPasskey(made, "thumb", passphrase));
    await this.device.run(passkeysHere());
    await this.device.run(unlockByPasskey(parseId(slot), evaluated()));
    await this.device.run(removePasskey(slot, passphrase));
    await this.device.run(seenEnded());
  }

  /** Lets another device in, which shows its code. */
  async admitFrom(shown: Shown): Promise<void> {
    const candidate = await this.device.run(readCandidate(shown.words.join(" "), words));
    const answer = await this.device.run(admit(candidate, passphrase, on));
    await this.device.run(sendAnswer(candidate, answer));
  }

  /** Is let in by a device of the account. */
  async pairWith(host: Door): Promise<void> {
    const shown = await this.device.run(drawPairing("paired", words));
    await this.device.run(offerDevice(shown));
    await host.admitFrom(shown);
    const answer = await this.device.run(answerTo(shown));
    if (answer === null) throw new Error("it was just put there");
    await this.device.run(enterAdmitted(shown, answer));
  }

  close(): Promise<void> {
    return this.device.run(closeAccount(passphrase, on));
  }

  async isClosed(): Promise<boolean> {
    return (await this.device.store.get("closing", only)) !== null;
  }

  /** The recovery words are typed again, as long as they are asked for. */
  async confirm(): Promise<boolean> {
    const drawn = await this.device.run(recoveryWords());
    if (drawn !== null) this.drawn = drawn;
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
