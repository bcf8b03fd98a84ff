/** What the app says before anything is fetched, in English: the door, the page, the first screen, Ground, and what may go wrong. */

import { demo } from "./demo.en.ts";
import { alarms, failures, pause } from "./failures.en.ts";
import { fields } from "./fields.en.ts";
import { frame } from "./frame.en.ts";
import { ground } from "./ground.en.ts";
import { home } from "./home.en.ts";
import { leaf } from "./leaf.en.ts";
import { trash } from "./trash.en.ts";

export const first = { ...frame, alarms, demo, failures, fields, ground, home, leaf, pause, trash };
