/** Check-ins by how safe it was inside and around, without their times (docs/views.md, inside_around). */

import { checkin } from "../model/checkin.ts";
import { read } from "../model/kind.ts";
import type { InsideAround } from "./contract.ts";
import type { Journal } from "./journal.ts";
import { byName, entriesByName, gather } from "./words.ts";

export function insideAround({ shown }: Journal): InsideAround {
  const points = new Map<string, string[]>();
  for (const { record, kind, value } of shown) {
    if (kind !== checkin.name) continue;
    const { inside, around } = read(checkin, value);
    if (typeof inside !== "number" || typeof around !== "number") continue;
    gather(points, `${inside}${around}`, record);
  }
  return {
    points: entriesByName(points).map(([at, records]) => ({
      inside: Number(at[0]),
      around: Number(at[1]),
      records: byName(records),
    })),
  };
}
