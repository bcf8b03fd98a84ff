/** Ways in and devices as the screens ask about them (core/ways-in.ts). */

import { normaliseRecoveryCode, type WordList } from "../core/crypto/recovery.ts";
import { parseId } from "../core/protocol/encoding.ts";
import { only } from "../core/store/schema.ts";
import { type DeviceLabel, typedCode } from "../core/sync/account.ts";
import { askWith } from "../core/sync/asking.ts";
import { closeAccount, exportAccount } from "../core/sync/closing.ts";
import { knownDevices, newDevices, removeDevices, seeDevices } from "../core/sync/devices.ts";
import { type Procedure, run } from "../core/sync/effects.ts";
import type { KnownDevice, WaysIn } from "../core/ways-in.ts";
import { asLeader, type LeadingGround } from "./as-leader.ts";
import { seldom } from "./rare.ts";

type Input<Name extends keyof WaysIn> = Parameters<WaysIn[Name]>[0];

/** How long leaving waits for the server to hear of it. */
const farewellMilliseconds = 5_000;

export class Ways {
  readonly #ground: LeadingGround;

  constructor(ground: LeadingGround) {
    this.#ground = ground;
  }

  async changePassphrase({ passphrase, newPassphrase }: Input<"changePassphrase">): Promise<void> {
    const { changePassphrase } = await seldom();
    return this.#run(changePassphrase(passphrase, newPassphrase));
  }

  async newRecovery({ passphrase, words }: Input<"newRecovery">, list: WordList): Promise<void> {
    const { newRecovery } = await seldom();
    return this.#run(newRecovery(passphrase, words.join(" "), list));
  }

  async recover(input: Input<"recover">, label: DeviceLabel, list: WordList): Promise<void> {
    const { recover } = await seldom();
    return this.#run(recover(input, label, list));
  }

  async newKeys(input: Input<"newKeys">, list: WordList): Promise<void> {
    const { passphrase, newPassphrase, newWords } = input;
    const code = await typedCode(normaliseRecoveryCode(newWords.join(" "), list));
    const remove = input.remove.map(parseId);
    const { makeNewKeys } = await seldom();
    const wish = { passphrase, newPassphrase, code, remove, on: today() };
    await asLeader(this.#ground, (leading) => makeNewKeys(leading, wish));
  }

  devices(): Promise<ReturnType<WaysIn["devices"]>> {
    return this.#run(knownDevices());
  }

  removeDevices({ passphrase, devices }: Input<"removeDevices">): Promise<void> {
    return this.#run(removeDevices(passphrase, devices.map(parseId), today()));
  }

  newDevices(): Promise<readonly KnownDevice[]> {
    return this.#run(newDevices());
  }

  async seenDevices(): Promise<null> {
    await this.#run(seeDevices());
    return null;
  }

  /** The store is empty before anybody is told; the server ends the session by itself where it is not reached. */
  async leave(): Promise<null> {
    const { storage } = this.#ground;
    const token = (await storage.get("session", only))?.token ?? null;
    await storage.clear();
    if (token === null) return null;
    const request = { method: "DELETE", path: "/v1/sessions/current", body: null } as const;
    const told = this.#run(askWith(token, request, () => null)).catch(() => null);
    await Promise.race([told, pause(farewellMilliseconds)]);
    return null;
  }

  closeAccount({ passphrase }: Input<"closeAccount">): Promise<void> {
    return this.#run(closeAccount(passphrase, today()));
  }

  async exportAccount({
    passphrase,
  }: Input<"exportAccount">): Promise<ReturnType<WaysIn["exportAccount"]>> {
    const text = `${JSON.stringify(await this.#run(exportAccount(passphrase)), null, 2)}\n`;
    const file = new Blob([text], { type: "application/json" });
    return { file, name: `goldseam-account-${today()}.json` };
  }

  #run<T>(procedure: Procedure<T>): Promise<T> {
    return run(procedure, this.#ground.perform);
  }
}

/** A UTC date, YYYY-MM-DD. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
