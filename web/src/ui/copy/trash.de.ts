import type { trash as english } from "./trash.en.ts";

export const trash: typeof english = {
  title: "Papierkorb",
  what: "Was du hierher legst, bleibt mindestens 30 Tage ganz. Es geht erst, wenn du online bist und dieses Gerät und der Server sich über das Datum einig sind.",
  empty: "Hier ist nichts. Das ist in Ordnung.",
  since: (day: string) => `Hier seit ${day}`,
  put: "In den Papierkorb legen",
  done: "Es ist im Papierkorb.",
  lies: "Das hier liegt im Papierkorb.",
  back: "Zurückholen",
  now: "Jetzt entfernen",
  sure: "Es verschwindet von all deinen Geräten, sobald sie sich verbinden, mit seinem Verlauf, und lässt sich nicht zurückholen. Kopien, die du gespeichert hast, bleiben, wo sie sind.",
  keep: "Behalten",
  forGood: "Endgültig entfernen",
};
