/** Das Blatt mit den zehn Wörtern, zum Drucken oder Speichern. */

import type { recoverySheet as english } from "./recovery-sheet.en.ts";

export const recoverySheet: typeof english = {
  offer: "Ein Blatt zum Drucken oder Speichern machen",
  before: [
    "Papier kann gefunden werden: von denen, mit denen du lebst, von Gästen, von jemandem, der danach sucht. Wer es hat, kann deine Seiten öffnen und dich aussperren.",
    "Auch eine Datei kann gefunden werden, von allen, die dieses Gerät oder seine Kopien benutzen. Ein Drucker behält manchmal, was er gedruckt hat.",
    "Nimm einen Platz, an den nur du gehst, oder jemanden, dem du vertraust. Wenn kein Platz sicher ist, lass das Blatt und bewahre die Wörter anders auf.",
  ],
  print: "Das Blatt drucken",
  save: "Als Datei speichern",
  title: "Zehn Wörter",
  what: "Diese zehn Wörter öffnen, was unter diesem Namen aufbewahrt ist, ohne die Passphrase.",
  code: "Dasselbe für eine Kamera",
  name: "Name",
  address: "Adresse",
  day: "Tag",
  mark: "Der Stand an diesem Tag",
  stepsTitle: "Was damit zu tun ist",
  steps: [
    "Öffne die Adresse in einem Browser.",
    "Wähle den Weg mit den zehn Wörtern.",
    "Tippe den Namen und die zehn Wörter, mit Leerzeichen dazwischen.",
    "Wähle eine neue Passphrase. Du bekommst zehn neue Wörter. Von da an öffnet dieses Blatt nichts mehr und kann weg.",
  ],
  markHint:
    "Die acht Wörter ändern sich, wenn es weitergeht. Sie zeigen, wie weit es an diesem Tag war, falls dir jemand beim Nachsehen hilft.",
  foundTitle: "Wenn es gefunden wird",
  found:
    "Papier kann gefunden werden, von denen, mit denen du lebst, von Gästen, von jemandem, der danach sucht. Wer es hat, kann all das öffnen. Wenn jemand es gesehen hat, mach auf einem deiner Geräte neue Wörter: Dann öffnen diese nichts mehr.",
};
