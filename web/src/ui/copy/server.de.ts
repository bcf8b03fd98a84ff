import type { server as english } from "./server.en.ts";

export const server: typeof english = {
  title: "Was der Server sehen kann",
  sees: "Er kann sehen",
  seesList: [
    "den Namen, mit dem du dich anmeldest",
    "wann sich deine Geräte verbinden, und von welcher Netzadresse",
    "wie viele Geräte du benutzt",
    "wie viele versiegelte Stücke es gibt, ihre ungefähre Größe, und wann sie sich ändern",
  ],
  blind: "Er kann nicht sehen",
  blindList: [
    "deine Titel, Texte und Schlagwörter",
    "deine Passphrase, die sechs Wörter oder die Rettungswörter",
    "welche deiner Seiten du liest",
  ],
  limits:
    "Diese App kommt vom Server in deinen Browser; darin vertraust du der Person, die ihn betreibt. Nichts hier hilft gegen Programme, die den Bildschirm aufzeichnen, oder gegen jemanden, der dich zwingt, sie zu öffnen.",
  aboutTitle: "Über diese App",
};
