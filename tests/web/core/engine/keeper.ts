import type { Bytes } from "../../../../web/src/core/bytes.ts";
import { GoldseamError, SealError } from "../../../../web/src/core/errors.ts";
import { toHex } from "../../../../web/src/core/protocol/encoding.ts";
import { only } from "../../../../web/src/core/store/schema.ts";
import { openAccount, typed, typedCode } from "../../../../web/src/core/sync/account.ts";
import { signInAgain } from "../../../../web/src/core/sync/again.ts";
import { removeDevices } from "../../../../web/src/core/sync/devices.ts";
import { makeNewKeys } from "../../../../web/src/core/sync/new-keys.ts";
import { changePassphrase } from "../../../../web/src/core/sync/ways.ts";
import type { AccountServer } from "./account-server.ts";
import { Crash, type Device } from "./device.ts";
import { name, passphrase } from "./family.ts";

/** Few, because stretching one is slow on purpose; a person comes back to one that they had before. */
const passphrases = [passphrase, "mitten orchard puddle", "thimble window saddle"];
const on = "2026-11-23";

export type WayStep = "change passphrase" | "new keys" | "remove device" | "sign in";

/** Who knows the passphrases of the account, and changes its ways in. */
export class Keeper {
  readonly #server: AccountServer;
  readonly #salt: Bytes;

  constructor(server: AccountServer, salt: Bytes) {
    this.#server = server;
    this.#salt = salt;
  }

  /** Tries once; what the network, a rival or the state of the device refuses is left at that. */
  async do(step: WayStep, device: Device, other: Device): Promise<void> {
    try {
      await this.#do(step, device, other);
    } catch (error) {
      if (error instanceof Crash || !(error instanceof GoldseamError)) throw error;
    }
  }

  async #do(step: WayStep, device: Device, other: Device): Promise<unknown> {
    const [now, next] = [await this.passphrase(), await this.#next()];
    switch (step) {
      case "sign in":
        return device.run(signInAgain(name, now));
      case "change passphrase":
        return device.run(changePassphrase(now, next));
      case "remove device":
        return this.#remove(device, other, now);
      case "new keys": {
        const code = await typedCode(next);
        const wish = { passphrase: now, newPassphrase: next, code, remove: [], on };
        return device.asLeader((leading) => makeNewKeys(leading, wish));
      }
    }
  }

  async #remove(device: Device, other: Device, now: string): Promise<void> {
    const gone = other.caller().device;
    if (gone === device.caller().device || this.isRemoved(device)) return;
    await device.run(removeDevices(now, [gone], on));
  }

  isRemoved(device: Device): boolean {
    const known = this.#server.account(name)?.devices.get(device.caller().device);
    return known?.isRevoked ?? false;
  }

  /** The one that the server takes now: whoever changes it may not hear whether that was done. */
  async passphrase(): Promise<string> {
    return passphrases[await this.#place()] ?? passphrase;
  }

  async #next(): Promise<string> {
    return passphrases[((await this.#place()) + 1) % passphrases.length] ?? passphrase;
  }

  async #place(): Promise<number> {
    const held = toHex(this.#server.account(name)?.loginKeys["1"] ?? new Uint8Array(0));
    for (const [i, one] of passphrases.entries()) {
      const { login } = await typed(name, this.#salt, one);
      if (toHex(login.key.public) === held) return i;
    }
    throw new Error("the account has a passphrase that nobody chose");
  }

  /** A process begins on what is on the disk; the person knows every passphrase that there ever was. */
  async reopen(device: Device): Promise<void> {
    const [account, keyring] = [
      await device.store.get("account", only),
      await device.store.get("keyring", only),
    ];
    if (account === null || keyring === null) return;
    for (const one of passphrases) {
      const { way } = await typed(name, this.#salt, one);
      try {
        device.holder.open = await openAccount(account, keyring.sealed, way);
        return;
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
      }
    }
    throw new Error("nothing opens what rests here");
  }
}
