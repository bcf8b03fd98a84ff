/** Carries out the engine's effects: storage, network, keys. */

import type { Storage } from "../core/store/contract.ts";
import type { Effect, KeyHolder, Perform } from "../core/sync/effects.ts";
import type { Transport } from "./transport.ts";

export function makeDriver(storage: Storage, transport: Transport, holder: KeyHolder): Perform {
  return async (effect: Effect): Promise<unknown> => {
    switch (effect.effect) {
      case "load":
        return storage.get(effect.table, effect.key);
      case "load many":
        return storage.getMany(effect.table, effect.keys);
      case "load all":
        return storage.all(effect.table);
      case "save":
        return storage.write(effect.batch);
      case "send":
        return transport(effect.request);
      case "key":
        return effect.work(holder);
    }
  };
}
