/** Writing a zip as a stream: one file of it is in memory at a time. */

import { makeZip } from "client-zip";
import type { Bytes } from "./bytes.ts";

export type ZippedFile = { readonly path: string; readonly bytes: Bytes };

/** The zip of these files, in their order; `at`, in UTC milliseconds, is the time that stands beside each. */
export function zipOf(files: AsyncIterable<ZippedFile>, at: number): ReadableStream<Uint8Array> {
  return makeZip(zipInputs(files, new Date(at)), { buffersAreUTF8: true });
}

async function* zipInputs(files: AsyncIterable<ZippedFile>, lastModified: Date) {
  for await (const { path, bytes } of files) yield { name: path, input: bytes, lastModified };
}
