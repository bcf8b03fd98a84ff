/** Numbers as addresses that a phone calls or writes to on a tap. */

/** What can be dialled of a number as a person writes it; empty for none. */
export function dialled(number: string): string {
  const digits = number.replaceAll(/[^\d+*#]/g, "");
  return /\d/.test(digits) ? digits : "";
}

export function callAddress(number: string): string {
  return `tel:${encodeURI(dialled(number)).replaceAll("#", "%23")}`;
}

export function textAddress(number: string): string {
  return `sms:${dialled(number)}`;
}

/** The day on which the oldest of the rows was compared, as 2026-11-22; empty for none. */
export function oldestCheck(rows: readonly { readonly checked_on: string }[]): string {
  return rows.map(({ checked_on }) => checked_on).sort()[0] ?? "";
}
