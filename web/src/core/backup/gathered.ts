/** A stream as a file that the platform keeps, on disk where it is large (docs/protocol.md, Backup). */

import { type Bytes, copyOf } from "../bytes.ts";
import type { ByteStream } from "./age.ts";

const partBytes = 1 << 23;
const type = "application/octet-stream";

/** All that the stream gives; of it at most some 8 MiB are held here. Fails as the stream does. */
export async function gathered(stream: ByteStream): Promise<Blob> {
  const parts: Blob[] = [];
  let waiting: Bytes[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob([...parts, ...waiting], { type });
    waiting.push(copyOf(value));
    length += value.length;
    if (length < partBytes) continue;
    parts.push(new Blob(waiting));
    [waiting, length] = [[], 0];
  }
}
