/** A device that takes in what comes from elsewhere, and what it told meanwhile. */

import type { Notice } from "../../../web/src/core/contract.ts";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import type { Effect, Procedure } from "../../../web/src/core/sync/effects.ts";
import type { ArrivingGround } from "../../../web/src/worker/arriving.ts";
import type { Device } from "../core/engine/device.ts";

export interface Arrival {
  readonly ground: ArrivingGround;
  readonly notices: Notice[];
  /** What lists heard of. */
  readonly told: (readonly Id[])[];
  /** Called after each batch. */
  onBatch: () => void;
}

export function arrivalOn(device: Device): Arrival {
  const [notices, told]: [Notice[], (readonly Id[])[]] = [[], []];
  const arrival: Arrival = {
    notices,
    told,
    onBatch: () => undefined,
    ground: {
      storage: device.store,
      perform: (effect) => device.run(only(effect)),
      notify: (notice) => {
        notices.push(notice);
        const isBatch = notice.type === "progress" && notice.work !== "reading";
        if (isBatch) arrival.onBatch();
      },
      onKept: async (records) => {
        told.push(records);
      },
    },
  };
  return arrival;
}

function* only(effect: Effect): Procedure<unknown> {
  return yield effect;
}

export function chosen(files: Readonly<Record<string, string>>) {
  return Object.entries(files).map(([path, text]) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return { path, file: new File([text], name, { lastModified: Date.UTC(2024, 4, 6) }) };
  });
}

/** So many pages of Markdown in a folder, each with words of its own. */
export function manyPages(count: number, words = "Words of this day.") {
  const pages = Array.from({ length: count }, (_, i) => {
    const day = new Date(Date.UTC(2000, 0, 1 + i)).toISOString().slice(0, 10);
    return [`Vault/${day}.md`, `---\ntags: [calm]\n---\n\n# Day ${i}\n\n${words}`] as const;
  });
  return chosen(Object.fromEntries(pages));
}
