/** Codes of invitations (docs/protocol.md, Login, Invitations): 20 characters of Crockford's base32. */

const code = /^[0-9a-hjkmnp-tv-z]{20}$/;

/**
 * The code that a person typed, null where it cannot be one. Capitals, spaces and dashes do not count, and letters
 * that are not in the alphabet are the digits they look like.
 */
export function canonicalInvitation(typed: string): string | null {
  const plain = typed.toLowerCase().replace(/[\s-]/g, "");
  const canonical = plain.replaceAll("o", "0").replace(/[il]/g, "1");
  return code.test(canonical) ? canonical : null;
}
