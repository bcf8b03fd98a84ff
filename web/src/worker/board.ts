/** Where everything stands, from facts only: what the disk says, and how the leader's last turn ended. */

import type { Phase, Silence, Status, SyncState } from "../core/contract.ts";
import type { RefusalCode } from "../core/errors.ts";
import type { Storage } from "../core/store/contract.ts";
import { only } from "../core/store/schema.ts";
import type { KeyHolder } from "../core/sync/effects.ts";
import type { OpenKeys } from "../core/sync/open-keys.ts";
import type { TurnEnd } from "../core/sync/turn.ts";
import type { Standing } from "./siblings.ts";

export const working: Standing = { sync: "working", refusal: null, damaged: 0 };

/** How a turn's end is told; `silence` is what kept the answer away where none came. Contention is not the person's business: it goes on by itself in a moment. */
export function standingOf(end: TurnEnd, damaged: number, silence: Silence): Standing {
  if (end.end === "contended") return { ...working, damaged };
  if (end.end === "silent") return { sync: silence, refusal: null, damaged };
  if (end.end !== "refused") return { sync: end.end, refusal: null, damaged };
  return { sync: syncAfter(end.code), refusal: end.code, damaged };
}

function syncAfter(code: RefusalCode): SyncState {
  if (code === "revoked") return "removed";
  return code === "sign_in_again" ? "sign_in_again" : "offline";
}

/** The status now; while no key is in memory it tells the name alone. */
export async function statusOf(
  storage: Storage,
  holder: KeyHolder,
  standing: Standing,
  now = Date.now(),
): Promise<Status> {
  const account = await storage.get("account", only);
  const phase: Phase = account === null ? "fresh" : holder.open === null ? "locked" : "open";
  const name = account?.name ?? null;
  if (phase !== "open" || holder.open === null) return { ...untold, phase, name };
  const alarm = (await storage.get("alarm", only))?.code ?? null;
  const vault = await storage.get("vault", only);
  const verifiedAt = vault?.verifiedAt ?? null;
  const quiet = quietOf(holder.open, vault?.heardAt ?? null, now);
  const waiting = await storage.count("outbox");
  const closed = await closingOf(storage, holder.open);
  // A closing was verified by a device's own signature; what a server only says stands behind an alarm.
  const isSaid = alarm === null || closed !== null;
  const sync = isSaid ? await syncOf(storage, standing.sync) : "stopped";
  const { refusal, damaged } = standing;
  return { phase, name, sync, refusal, waiting, damaged, alarm, verifiedAt, quiet, closed };
}

const untold = {
  sync: "offline",
  refusal: null,
  waiting: 0,
  damaged: 0,
  alarm: null,
  verifiedAt: null,
  quiet: null,
  closed: null,
} as const;

/** How long nothing may come from other devices before it is said: a server that withholds looks like this too. */
export const quietMilliseconds = 14 * 24 * 60 * 60 * 1000;

function quietOf(open: OpenKeys, heardAt: number | null, now: number): Status["quiet"] {
  const others = Object.entries(open.keyring.document.devices).flatMap(([id, device]) =>
    device !== undefined && device.revoked === null && id !== open.device ? [device.name] : [],
  );
  if (heardAt === null || others.length === 0 || now - heardAt < quietMilliseconds) return null;
  const device = others.length === 1 ? (others[0] ?? null) : null;
  return { since: heardAt, device };
}

async function closingOf(storage: Storage, { keyring }: OpenKeys): Promise<Status["closed"]> {
  const closing = await storage.get("closing", only);
  if (closing === null) return null;
  const device = keyring.document.devices[closing.device]?.name ?? "";
  return { device, on: closing.on };
}

/** What the disk knows goes before what the last turn said: it may be of before. */
async function syncOf(storage: Storage, sync: SyncState): Promise<SyncState> {
  if ((await storage.get("closing", only)) !== null) return "closed";
  if (sync === "removed") return sync;
  if ((await storage.get("recovery", only)) !== null) return "recovery_first";
  if (!(await storage.get("session", only))?.token) return "sign_in_again";
  return sync === "recovery_first" ? "working" : sync;
}
