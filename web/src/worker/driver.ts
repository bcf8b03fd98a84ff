/** Carries out the engine's effects: storage, network, keys. */

import type { Bytes } from "../core/bytes.ts";
import type { Storage } from "../core/store/contract.ts";
import { type Effect, type KeyHolder, type Perform, run } from "../core/sync/effects.ts";
import { renew } from "../core/sync/renewing.ts";
import type { Transport } from "./transport.ts";

export function makeDriver(storage: Storage, transport: Transport, holder: KeyHolder): Perform {
  let renewing: Promise<unknown> | null = null;

  /** One at a time: the live stream and a turn may find the same session stale at once. */
  function renewOnce(stale: Bytes): Promise<unknown> {
    renewing ??= run(renew(stale), perform).finally(() => {
      renewing = null;
    });
    return renewing;
  }

  async function perform(effect: Effect): Promise<unknown> {
    switch (effect.effect) {
      case "load":
        return storage.get(effect.table, effect.key);
      case "load many":
        return storage.getMany(effect.table, effect.keys);
      case "load all":
        return storage.all(effect.table);
      case "load some":
        return storage.some(effect.table, effect.after, effect.most);
      case "save":
        return storage.write(effect.batch);
      case "send":
        return transport(effect.request);
      case "renew":
        return renewOnce(effect.stale);
      case "key":
        return effect.work(holder);
    }
  }

  return perform;
}
