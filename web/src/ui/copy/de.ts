/** The same in German, loaded when it is chosen. */

import { alarms, failures } from "./failures.de.ts";
import { frame } from "./frame.de.ts";
import type { Copy } from "./index.svelte.ts";

export const de: Copy = { ...frame, alarms, failures };
