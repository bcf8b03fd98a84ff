/** What can be told of a recipient of age before anything is locked to it (docs/protocol.md, Backup). Light, so that a screen can ask. */

/** `none`: nothing was typed. `secret`: it opens files. `foreign`: of another kind or program. `mistyped`: its check sum does not hold. */
export type RecipientFault = "none" | "secret" | "foreign" | "mistyped";

const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const prefix = "age";
const bech32One = 1;
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** What was typed without the spaces around it; bech32 may stand in capitals as a whole. */
export function recipientIn(typed: string): string {
  const trimmed = typed.trim();
  return trimmed === trimmed.toUpperCase() ? trimmed.toLowerCase() : trimmed;
}

/** What keeps `recipientIn` of something from being an X25519 recipient; null for nothing. */
export function recipientFault(recipient: string): RecipientFault | null {
  if (recipient === "") return "none";
  if (/age-secret-key-/i.test(recipient)) return "secret";
  // Other kinds have a longer name before the last 1: age1yubikey1…, age1pq1….
  if (!recipient.startsWith(`${prefix}1`) || /^age1[a-z]+1/.test(recipient)) return "foreign";
  const isOfLetters = /^[02-9ac-hj-np-z]{58}$/.test(recipient.slice(prefix.length + 1));
  return isOfLetters && hasCheckSum(recipient) ? null : "mistyped";
}

/** The check sum of BIP 173. */
function hasCheckSum(recipient: string): boolean {
  const name = [...prefix].map((letter) => letter.charCodeAt(0));
  const data = [...recipient.slice(prefix.length + 1)].map((letter) => letters.indexOf(letter));
  const spread = [...name.map((code) => code >> 5), 0, ...name.map((code) => code & 31)];
  return [...spread, ...data].reduce(folded, 1) === bech32One;
}

function folded(sum: number, value: number): number {
  const top = sum >>> 25;
  const start = ((sum & 0x1ffffff) << 5) ^ value;
  return generator.reduce((rest, one, bit) => ((top >> bit) & 1 ? rest ^ one : rest), start);
}
