import type { AlarmCode, ErrorCode } from "../../core/errors.ts";
import { copy } from "./index.svelte.ts";

/** `cancelled`: the person stopped it. `screen_gone`: the worker itself ended. Neither is ever on the wire. */
export type FailureCode = ErrorCode | "cancelled" | "screen_gone";

export function isAlarm(code: FailureCode): code is AlarmCode {
  return Object.hasOwn(copy.alarms, code);
}

/** The reason in plain words, and the next step where there is one. */
export function failureSentence(code: FailureCode): string {
  return isAlarm(code) ? copy.alarms[code] : copy.failures[code];
}
