import type { demo as english } from "./demo.en.ts";

export const demo: typeof english = {
  tryOut: "Mit erfundenen Seiten umsehen",
  tryHint:
    "Das Tagebuch von jemandem, den es nicht gibt. Nichts wird gesendet, und alles ist weg, wenn du gehst oder diesen Tab schließt.",
  line: "Diese Seiten sind erfunden. Was du hier änderst, ist weg, wenn du gehst.",
  leave: "Die erfundenen Seiten verlassen",
  soon: "Die erfundenen Seiten schließen sich gleich.",
  needsTitle: "Das gibt es mit eigenen Seiten",
  needs:
    "Die erfundenen Seiten sind nur in diesem Tab. Sie haben kein Konto, kein anderes Gerät und keine Sicherung.",
};
