/// <reference lib="webworker" />
/**
 * Put in by the build: the SHA-256 of every file of this version as `integrity` of fetch has it, by address; the headers that they are answered with; and a name
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

/**
 * A listed file as the host has it; the browser compares its bytes with the list (SRI). Rejects with `Mismatch`, and with anything
 * else when the host is not reached or is busy. Of the host's headers only the type is kept: the content policy is the release's own.
 */
export async function bring(address: string): Promise<Response> {
  const answer = await fetchListed(address);
  if (answer.status === 404 || answer.status === 410) throw new Mismatch(address);
  if (!answer.ok) throw new TypeError(`${address}: ${answer.status}`);
  const type = answer.headers.get("content-type") ?? "application/octet-stream";
  return new Response(await answer.blob(), { headers: { ...headers, "content-type": type } });
}

async function fetchListed(address: string): Promise<Response> {
  const how: RequestInit = { cache: "no-cache", redirect: "error" };
  const integrity = files[address];
  // Without it the browser would compare nothing.
  if (integrity === undefined) throw new Mismatch(address);
  try {
    return await fetch(address, { ...how, integrity });
  } catch {
    // Other bytes and no network look alike here, so it is asked once more what the host has.
    const answer = await fetch(address, how);
    if (answer.ok) throw new Mismatch(address);
    return answer;
  }
}
