/** Everything that the app says, in English. An area of the app is one line here and one in de.ts. */

import { alarm, compare, rejoin } from "./alarm.en.ts";
import { backup } from "./backup.en.ts";
import { choices } from "./choices.en.ts";
import { devices } from "./devices.en.ts";
import { first } from "./en-first.ts";
import { exports } from "./exports.en.ts";
import { guided } from "./guided.en.ts";
import { history } from "./history.en.ts";
import { imports } from "./imports.en.ts";
import { invitation } from "./invitation.en.ts";
import { apart, closing, held, leaving } from "./leaving.en.ts";
import { moments } from "./moments.en.ts";
import { admitting, joined, joining } from "./pairing.en.ts";
import { passkeyOpen, passkeys } from "./passkeys.en.ts";
import { passphrase } from "./passphrase.en.ts";
import { people } from "./people.en.ts";
import { places } from "./places.en.ts";
import { recovery } from "./recovery.en.ts";
import { recoverySheet } from "./recovery-sheet.en.ts";
import { restore } from "./restore.en.ts";
import { safety } from "./safety.en.ts";
import { saving } from "./saving.en.ts";
import { search } from "./search.en.ts";
import { server } from "./server.en.ts";
import { sheet } from "./sheet.en.ts";
import { views } from "./views.en.ts";
import { changing, newKeys, newWords, recover, ways } from "./ways.en.ts";

export const en = {
  ...first,
  admitting,
  alarm,
  apart,
  backup,
  changing,
  choices,
  closing,
  compare,
  devices,
  exports,
  guided,
  held,
  history,
  imports,
  joined,
  joining,
  leaving,
  invitation,
  moments,
  newKeys,
  newWords,
  passkeyOpen,
  passkeys,
  passphrase,
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
  views,
  ways,
};
