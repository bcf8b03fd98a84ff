/** What few days need: ways in that change, new devices, new keys, rejoining. Fetched together, by rare.ts, when one of them is asked for. */

export { beginPasskey, keepPasskey, removePasskey } from "../core/sync/enrolling.ts";
export { makeNewKeys } from "../core/sync/new-keys.ts";
export { recover } from "../core/sync/recover.ts";
export { previewRejoin, rejoin } from "../core/sync/rejoin.ts";
export { changePassphrase, newRecovery } from "../core/sync/ways.ts";
export { exportBackup } from "./export.ts";
export { History } from "./history.ts";
export { Pairing } from "./pairing.ts";
