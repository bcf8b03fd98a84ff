/** Wo nicht alle ein Konto anlegen können. */

import type { invitation as english } from "./invitation.en.ts";

export const invitation: typeof english = {
  label: "Einladung",
  hint: "Neue Konten gibt es hier auf Einladung. Sie hat 20 Buchstaben und Zahlen; Leerzeichen und Striche sind egal.",
  missing: "Hier braucht es eine Einladung. Wer den Server betreibt, kann dir eine geben.",
  closedTitle: "Hier gibt es vorerst keine neuen Konten",
  closed: [
    "Wer diesen Server betreibt, hat ihn für neue Konten geschlossen. Die vorhandenen gehen weiter wie bisher.",
    "Du kannst diesen Menschen bitten, ihn wieder zu öffnen, oder einen anderen Server nehmen.",
  ],
  have: "Ich habe schon Seiten",
};
