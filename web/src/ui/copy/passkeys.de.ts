import type { passkeys as english, passkeyOpen as englishOpen } from "./passkeys.en.ts";

export const passkeys: typeof english = {
  title: "Passkeys",
  what: "Ein Passkey öffnet deine Seiten auf einem Gerät: mit Finger, Gesicht, PIN oder einem Schlüssel zum Anstecken.",
  stays:
    "Deine Passphrase bleibt und öffnet sie auch. Ein Passkey kann mit seinem Gerät verloren gehen, darum ist er nie der einzige Zugang.",
  who: "Wer dieses Gerät entsperren kann, kann vielleicht auch seinen Passkey benutzen. Wenn das jemand anderes sein könnte, ist die Passphrase allein vielleicht der bessere Weg.",
  see: "Die Passkeys ansehen",
  none: "Es gibt noch keinen Passkey.",
  list: "Deine Passkeys",
  here: "Öffnet dieses Gerät",
  on: (device: string) => `Öffnet ${device}`,
  elsewhere: "Öffnet ein anderes Gerät",
  nameless: "Passkey ohne Namen",
  ended:
    "Der Passkey, der hier war, öffnet nichts mehr: Er wurde auf einem anderen Gerät entfernt, oder es wurden neue Schlüssel gemacht. Du kannst wieder einen hinzufügen.",
  seen: "In Ordnung",
  noAddress:
    "Für diese Adresse machen Browser keine Passkeys. Sie braucht einen Namen statt einer Zahl.",

  add: "Diesem Gerät einen Passkey geben",
  name: "Ein Name dafür",
  nameHint:
    "Damit du ihn in der Liste erkennst. Auch die Liste der Passkeys im Browser zeigt diesen Namen und die Adresse.",
  usual: "Dieses Gerät",
  passphrase: "Deine Passphrase",
  next: "Weiter",
  trying: "Die Passphrase wird versucht. Das kann ein paar Sekunden dauern.",
  leave: "Lassen",
  firstTitle: "Zwei Berührungen",
  firstWhat: "Der Browser fragt dich zweimal. Mit der ersten Berührung macht er den Passkey.",
  firstWhy:
    "Mit der zweiten benutzt er ihn gleich. Das zeigt, dass er deine Seiten öffnet, bevor du dich auf ihn verlässt.",
  touch: "Beginnen",
  asking: "Der Browser fragt dich jetzt.",
  secondTitle: "Die zweite Berührung",
  secondWhat: "Der Passkey ist gemacht. Nichts wird behalten, bevor er einmal benutzt wurde.",
  touchAgain: "Jetzt benutzen",
  keepTitle: "Der letzte Schritt",
  keepWhat:
    "Beide Berührungen haben geklappt. Jetzt kommt der Passkey an seinen Platz. Dafür braucht es den Server.",
  keep: "Den Passkey behalten",
  keeping: "Er wird behalten. Das kann ein paar Sekunden dauern.",
  doneTitle: "Der Passkey ist da",
  done: "Von jetzt an bietet ihn der gesperrte Bildschirm an, neben der Passphrase.",
  unableTitle: "Dieser kann keine Seiten öffnen",
  unable:
    "Zum Anmelden an anderen Orten ist er vielleicht gut. Versiegeltes zu öffnen braucht etwas, das er nicht hat. Nichts wurde behalten, und nichts hat sich geändert.",
  unableNext:
    "Vielleicht führt der Browser jetzt einen Passkey für diese Adresse, der zu nichts nütze ist. Du kannst ihn dort entfernen, wo er Passwörter und Passkeys zeigt. Ein anderer oder neuerer Schlüssel kann gehen.",
  refusals: {
    stopped:
      "Es wurde angehalten oder hat zu lange gedauert. Nichts hat sich geändert. Du kannst es noch einmal versuchen.",
    here: "Dieses Gerät hat schon einen Passkey für deine Seiten.",
    address:
      "Für diese Adresse machen Browser keine Passkeys. Sie braucht einen Namen statt einer Zahl.",
    unverified:
      "Dieser erkennt nicht, wer ihn berührt, darum wird er nicht genommen. Nichts hat sich geändert. Ein anderer kann gehen.",
    unable: "Dieser kann keine Seiten öffnen. Nichts hat sich geändert.",
    strange:
      "Der Browser hat auf eine Art geantwortet, die diese App nicht kennt. Nichts hat sich geändert. Du kannst es noch einmal versuchen.",
  },
  notKept: "Der Passkey ist noch nicht an seinem Platz.",

  remove: (name: string) => `${name} entfernen`,
  sureTitle: (name: string) => `${name} entfernen?`,
  sureWhat: "Er öffnet dann nichts mehr. Deine Passphrase bleibt.",
  sureListed: "Der Browser führt ihn vielleicht weiter. Dort kann er auch entfernt werden.",
  sure: "Entfernen",
  keepIt: "Behalten",
  removing: "Wird entfernt. Das kann ein paar Sekunden dauern.",
  unchanged: "Es wurde nichts geändert.",
  removed: (name: string) => `${name} wurde entfernt.`,
};

export const passkeyOpen: typeof englishOpen = {
  open: "Mit einem Passkey öffnen",
  asking: "Der Browser fragt dich jetzt.",
  opening: "Wird geöffnet.",
  refusals: {
    stopped:
      "Er wurde nicht benutzt. Nichts ist verloren: Versuch es noch einmal, oder nimm die Passphrase.",
    here: "Der Browser konnte ihn hier nicht benutzen. Die Passphrase öffnet deine Seiten.",
    address:
      "Der Browser benutzt an dieser Adresse keinen Passkey. Die Passphrase öffnet deine Seiten.",
    unverified: "Er konnte nicht erkennen, wer ihn berührt. Die Passphrase öffnet deine Seiten.",
    unable: "Dieser Passkey öffnet hier keine Seiten. Die Passphrase tut es.",
    strange:
      "Der Browser konnte ihn nicht benutzen. Nichts ist verloren: Versuch es noch einmal, oder nimm die Passphrase.",
  },
  wrong: "Dieser Passkey hat sie nicht geöffnet. Die Passphrase tut es.",
};
