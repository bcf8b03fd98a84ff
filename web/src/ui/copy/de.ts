/** The same in German, loaded when it is chosen. */

import { alarm, compare, rejoin } from "./alarm.de.ts";
import { backup } from "./backup.de.ts";
import { choices } from "./choices.de.ts";
import { demo } from "./demo.de.ts";
import { devices } from "./devices.de.ts";
import { exports } from "./exports.de.ts";
import { alarms, failures, pause } from "./failures.de.ts";
import { fields } from "./fields.de.ts";
import { frame } from "./frame.de.ts";
import { ground } from "./ground.de.ts";
import { guided } from "./guided.de.ts";
import { history } from "./history.de.ts";
import { home } from "./home.de.ts";
import { imports } from "./imports.de.ts";
import type { Copy } from "./index.svelte.ts";
import { invitation } from "./invitation.de.ts";
import { leaf } from "./leaf.de.ts";
import { apart, closing, held, leaving } from "./leaving.de.ts";
import { moments } from "./moments.de.ts";
import { admitting, joined, joining } from "./pairing.de.ts";
import { passkeyOpen, passkeys } from "./passkeys.de.ts";
import { passphrase } from "./passphrase.de.ts";
import { people } from "./people.de.ts";
import { places } from "./places.de.ts";
import { recovery } from "./recovery.de.ts";
import { recoverySheet } from "./recovery-sheet.de.ts";
import { restore } from "./restore.de.ts";
import { safety } from "./safety.de.ts";
import { saving } from "./saving.de.ts";
import { search } from "./search.de.ts";
import { server } from "./server.de.ts";
import { sheet } from "./sheet.de.ts";
import { trash } from "./trash.de.ts";
import { views } from "./views.de.ts";
import { changing, newKeys, newWords, recover, ways } from "./ways.de.ts";

export const de: Copy = {
  ...frame,
  admitting,
  alarm,
  alarms,
  apart,
  backup,
  changing,
  choices,
  closing,
  compare,
  demo,
  devices,
  failures,
  fields,
  ground,
  exports,
  guided,
  held,
  history,
  home,
  joined,
  joining,
  leaf,
  leaving,
  imports,
  invitation,
  moments,
  newKeys,
  newWords,
  passkeyOpen,
  passkeys,
  passphrase,
  pause,
  people,
  places,
  recover,
  recovery,
  recoverySheet,
  rejoin,
  restore,
  safety,
  saving,
  search,
  server,
  sheet,
  trash,
  views,
  ways,
};
