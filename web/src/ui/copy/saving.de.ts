import type { saving as english } from "./saving.en.ts";

export const saving: typeof english = {
  means: {
    file: "In eine Datei speichern",
    share: "Teilen …",
    download: "In eine Datei speichern",
  },
  saved: {
    saved: "Gespeichert. Die Datei wurde noch einmal gelesen, und sie ist ganz.",
    shared:
      "Die andere App hat sie jetzt. Was dort aus ihr wird, ist von hier nicht zu sehen. Sieh einmal nach, ob sie da ist.",
    handed: "Der Browser hat die Datei jetzt. Oft liegt sie bei den Downloads.",
    cancelled: "Es wurde nichts gespeichert. Du kannst es noch einmal versuchen, wann du magst.",
  },
  faults: {
    full: "An diesem Ort ist kein Platz mehr. Mach dort etwas Platz, oder wähle einen anderen Ort.",
    not_written: "An diesen Ort ließ sich nichts schreiben. Wähle einen anderen.",
    changed:
      "Was geschrieben wurde, ließ sich nicht so lesen, wie es war, und wurde weggenommen. Versuch einen anderen Ort.",
    not_shared: "Dieses Gerät teilt diese Datei nicht. Speichere sie in eine Datei.",
  },
  writing: "Die Datei wird geschrieben",
  stop: "Anhalten",
};
