/// <reference lib="webworker" />
/**
 * Put in by the build: the SHA-256 in hex of every file of this version, by address; the headers that they are answered with; and a name
 * that changes with any of it.
 */
declare const __SHELL__: {
  readonly version: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
};

export const { version, headers, files } = __SHELL__;

/** The host lists a file that it does not have, or gives other bytes than it lists. */
export class Mismatch extends Error {}

async function digest(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A listed file as the host has it. Rejects with `Mismatch`; with anything else when the host is not reached or is busy.
 * Of the host's headers only the type is kept: the content policy is the release's own.
 */
export async function bring(address: string): Promise<Response> {
  const answer = await fetch(address, { cache: "no-cache", redirect: "error" });
  if (answer.status === 404 || answer.status === 410) throw new Mismatch(address);
  if (!answer.ok) throw new TypeError(`${address}: ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  if ((await digest(bytes)) !== files[address]) throw new Mismatch(address);
  const type = answer.headers.get("content-type") ?? "application/octet-stream";
  return new Response(bytes, { headers: { ...headers, "content-type": type } });
}
