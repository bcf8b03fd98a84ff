/** Everything that the app says, in English. An area of the app is one line here and one in de.ts. */

import { alarms, failures } from "./failures.en.ts";
import { fields } from "./fields.en.ts";
import { frame } from "./frame.en.ts";
import { ground } from "./ground.en.ts";
import { moments } from "./moments.en.ts";
import { people } from "./people.en.ts";
import { safety } from "./safety.en.ts";
import { sheet } from "./sheet.en.ts";

export const en = { ...frame, alarms, failures, fields, ground, moments, people, safety, sheet };
