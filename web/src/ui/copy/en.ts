/** Everything that the app says, in English. An area of the app is one line here and one in de.ts. */

import { alarms, failures } from "./failures.en.ts";
import { frame } from "./frame.en.ts";

export const en = { ...frame, alarms, failures };
