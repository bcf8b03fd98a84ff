import type {
  failures as english,
  alarms as englishAlarms,
  pause as englishPause,
} from "./failures.en.ts";

const tryAgain = "Versuch es in einer Weile noch einmal.";
const strange = "Der Server hat auf eine Weise geantwortet, die diese App nicht kennt.";
const newer =
  "Vielleicht läuft dort eine andere Version. Lade die App neu und versuch es noch einmal.";
const elsewhere =
  "Ein anderes Gerät hat zuerst etwas geschickt. Dieses nimmt es auf und macht dann von selbst weiter.";

export const failures: typeof english = {
  bad_request: `${strange} ${newer}`,
  bad_signature:
    "Der Server hat die Unterschrift dieses Geräts nicht angenommen. Sperre und melde dich dann noch einmal an.",
  session_stale:
    "Der Server bittet dieses Gerät, sich neu anzumelden. Gib deine Passphrase noch einmal ein.",
  sign_in_again:
    "Der Server bittet dieses Gerät, sich neu anzumelden. Gib deine Passphrase noch einmal ein.",
  login_refused:
    "Dieser Name und diese Passphrase haben nichts geöffnet. Du kannst es noch einmal versuchen; nichts wird gelöscht.",
  challenge_refused:
    "Das Anmelden hat länger gedauert, als der Server wartet. Versuch es noch einmal.",
  origin_refused:
    "Der Server kennt die Adresse nicht, unter der diese App geöffnet wurde. Öffne sie unter der gewohnten Adresse, oder bitte die Person, die den Server betreibt, diese hinzuzufügen.",
  invitation_refused:
    "Dieser Server nimmt neue Konten mit einer Einladung an, und diese ist nicht offen: Vielleicht wurde sie schon benutzt, oder ihre Zeit ist um. Sieh dir den Code noch einmal an, oder bitte die Person, die den Server betreibt, um einen anderen.",
  registration_closed:
    "Dieser Server nimmt gerade keine neuen Konten an. Die Person, die ihn betreibt, kann ihn öffnen, oder du nimmst einen anderen Server.",
  revoked:
    "Dieses Gerät wurde von einem anderen aus entfernt. Was hier ist, bleibt hier, und du kannst eine Sicherung speichern. Ein leeres Gerät kommt neu dazu, wenn du dich darauf anmeldest.",
  not_found: "Der Server kennt diesen Ort nicht. Prüfe die Adresse und versuch es noch einmal.",
  method_not_allowed: `${strange} ${newer}`,
  behind: elsewhere,
  number_stale: elsewhere,
  epoch_stale:
    "Deine Schlüssel wurden auf einem anderen Gerät geändert. Sperre und melde dich hier mit der neuesten Passphrase an.",
  blob_missing: `${strange} ${newer}`,
  keyring_behind: "Deine Geräte wurden anderswo geändert. Versuch es gleich noch einmal.",
  name_taken: "Diesen Namen benutzt hier schon jemand. Wähle einen anderen.",
  gone: "Der Server hat dieses Konto nicht mehr. Was auf diesem Gerät ist, bleibt. Du kannst eine Sicherung speichern.",
  too_large: "Das ist mehr, als der Server in einem Stück annimmt. Du könntest es in zwei teilen.",
  unsupported_media: `${strange} ${newer}`,
  rate_limited:
    "Der Server bittet um eine Pause zwischen den Versuchen. Warte eine Minute und versuch es dann noch einmal.",
  server_error: `Der Server konnte das nicht zu Ende bringen. ${tryAgain}`,
  unavailable: `Gerade gibt es keine Verbindung zum Server. ${tryAgain}`,
  quota:
    "Es ist kein Platz mehr da: Der Browser oder der Server gibt keinen mehr. Schaffe etwas Platz auf diesem Gerät und versuch es noch einmal; eine Sicherung kann helfen.",
  suite_refused: `Der Server wollte einen schwächeren Schutz, als diese App ihn benutzt; darum hat sie hier angehalten. ${newer}`,
  wrong_secret:
    "Das hat nicht geöffnet. Du kannst es noch einmal versuchen; es gibt keine Grenze, und nichts wird gelöscht. Großbuchstaben und Leerzeichen zählen.",
  damaged:
    "Das konnte hier nicht zu Ende gebracht werden. Lade die App neu und versuch es noch einmal.",
  unknown_version:
    "Das wurde mit einer neueren Version der App geschrieben. Lade neu, um sie zu bekommen.",
  backup_damaged:
    "Die Sicherung hat ihre eigene Prüfung nicht bestanden und wurde darum nicht ausgegeben. Mache sie noch einmal.",
  pairing_over:
    "Der Code ist abgelaufen; es wurde nichts hinzugefügt. Mach auf dem neuen Gerät einen neuen.",
  answered_before:
    "Das neue Gerät hatte schon eine Antwort. Fang noch einmal an, wo niemand den Code sieht.",
  other_server:
    "Dieser Code ist von einer anderen Adresse. Öffne auf beiden Geräten dieselbe Adresse.",
  not_synced:
    "Etwas von dem, was du geschrieben hast, ist noch nicht auf dem Server. Lass es erst ankommen und versuch es dann noch einmal.",
  begun_before:
    "Mit diesem Namen hast du hier schon einmal angefangen, und er ist auf dem Server angekommen. Melde dich mit den Wörtern von damals an, oder wähle einen anderen Namen.",
  import_refused:
    "Diese Datei ließ sich nicht sicher lesen, darum wurde nichts aus ihr übernommen. Exportiere sie in der anderen App noch einmal und versuche es dann erneut.",
  import_is_backup:
    "Das ist eine Sicherung deines Tagebuchs von hier. Sie kommt auf einem eigenen Weg zurück.",
  cancelled: "Angehalten. Alles ist, wie es war.",
  screen_gone:
    "Der Teil der App, der deine Seiten hält, ist stehen geblieben. Lade neu und öffne sie dann wieder.",
};

export const alarms: typeof englishAlarms = {
  rolled_back:
    "Der Server hat einen älteren Stand gezeigt als einen, den dieses Gerät schon gesehen hatte.",
  chain_mismatch: "Der Verlauf auf dem Server schließt nicht an den an, den dieses Gerät kennt.",
  keyring_mismatch: "Die Liste deiner Geräte und Schlüssel ist nicht die, die dieses Gerät kennt.",
  number_reversed: "Die Nummern deiner Änderungen auf dem Server liefen rückwärts.",
  tag_mismatch:
    "Ein Teil deines Verlaufs fehlte oder wurde nicht von deinen Geräten dorthin gelegt.",
  signature_mismatch:
    "Eine Änderung auf dem Server trug nicht die Unterschrift eines deiner Geräte.",
};

export const pause: typeof englishPause = (minutes) =>
  `Der Server bittet um eine Pause zwischen den Versuchen. Versuch es in etwa ${minutes} Minuten noch einmal; bis dahin bleibt alles, wie es ist.`;
