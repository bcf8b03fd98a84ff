import type { history as english } from "./history.en.ts";

const parts = { morning: "vormittag", afternoon: "nachmittag", evening: "abend", night: "nacht" };

export const history: typeof english = {
  title: "Frühere Fassungen",
  what: "Das sind Texte, die deine Geräte einmal geschrieben haben. Vielleicht sind es nicht alle.",
  empty:
    "Noch gibt es keine früheren Fassungen. Sie entstehen, wenn sich diese Seite ändert, sobald sie auf dem Server ist.",
  offline:
    "Frühere Fassungen liegen auf dem Server, und gerade gibt es keine Verbindung zu ihm. Was diese Seite jetzt sagt, ist hier.",
  again: "Noch einmal versuchen",
  missing: "Diese Seite ist nicht auf diesem Gerät.",
  leftOut:
    "Etwas, das der Server unter dieser Seite aufbewahrt, lässt sich mit deinem Schlüssel nicht öffnen. Es ist weggelassen.",
  when: (weekday, part) => `${weekday}${parts[part]}`,
  covered: "Von dir verdeckt",
  blank: "Ohne Worte",
  older: "Ältere zeigen",
  list: "Zurück zur Liste",
  note: "So war es.",
  noWords: "Damals war hier nichts geschrieben.",
  bring: "Diese Fassung zurückholen",
  bringHint: "Was die Seite jetzt sagt, wird eine frühere Fassung. Nichts geht verloren.",
  waiting:
    "Was die Seite jetzt sagt, ist noch nicht auf dem Server. Sobald es dort ist, lässt sich diese Fassung zurückholen, und nichts geht verloren.",
  stopped:
    "Der Abgleich hat angehalten. Sobald er weitergeht, lässt sich diese Fassung zurückholen.",
  fixed:
    "Diese Seite lässt sich hier nicht ändern, darum lässt sich hier keine Fassung zurückholen.",
  done: "Die frühere Fassung ist zurück.",
};
