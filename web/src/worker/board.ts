/** Where everything stands, from facts only: what the disk says, and how the leader's last turn ended. */

import type { Phase, Silence, Status, SyncState } from "../core/contract.ts";
import type { Storage } from "../core/store/contract.ts";
import { only } from "../core/store/schema.ts";
import type { KeyHolder } from "../core/sync/effects.ts";
import type { TurnEnd } from "../core/sync/turn.ts";
import type { Standing } from "./siblings.ts";

export const working: Standing = { sync: "working", refusal: null, damaged: 0 };

/** How a turn's end is told; `silence` is what kept the answer away where none came. Contention is not the person's business: it goes on by itself in a moment. */
export function standingOf(end: TurnEnd, damaged: number, silence: Silence): Standing {
  if (end.end === "contended") return { ...working, damaged };
  if (end.end === "silent") return { sync: silence, refusal: null, damaged };
  if (end.end !== "refused") return { sync: end.end, refusal: null, damaged };
  const sync = end.code === "sign_in_again" ? "sign_in_again" : "offline";
  return { sync, refusal: end.code, damaged };
}

/** The status now; while no key is in memory it tells the name alone. */
export async function statusOf(
  storage: Storage,
  holder: KeyHolder,
  standing: Standing,
): Promise<Status> {
  const account = await storage.get("account", only);
  const phase: Phase = account === null ? "fresh" : holder.open === null ? "locked" : "open";
  const name = account?.name ?? null;
  if (phase !== "open") return { ...closed, phase, name };
  const alarm = (await storage.get("alarm", only))?.code ?? null;
  const verifiedAt = (await storage.get("vault", only))?.verifiedAt ?? null;
  const waiting = await storage.count("outbox");
  const sync = alarm === null ? await syncOf(storage, standing.sync) : "stopped";
  const { refusal, damaged } = standing;
  return { phase, name, sync, refusal, waiting, damaged, alarm, verifiedAt };
}

const closed = {
  sync: "offline",
  refusal: null,
  waiting: 0,
  damaged: 0,
  alarm: null,
  verifiedAt: null,
} as const;

/** What the disk knows goes before what the last turn said: it may be of before. */
async function syncOf(storage: Storage, sync: SyncState): Promise<SyncState> {
  if ((await storage.get("recovery", only)) !== null) return "recovery_first";
  if (!(await storage.get("session", only))?.token) return "sign_in_again";
  return sync === "recovery_first" ? "working" : sync;
}
