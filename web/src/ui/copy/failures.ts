import type { AlarmCode, ErrorCode } from "../../core/errors.ts";
import { copy } from "./index.svelte.ts";

/** `cancelled`: the person stopped it. `screen_gone`: the worker itself ended. Neither is ever on the wire. */
export type FailureCode = ErrorCode | "cancelled" | "screen_gone";

export function isAlarm(code: FailureCode): code is AlarmCode {
  return Object.hasOwn(copy.alarms, code);
}

const minuteSeconds = 60;

/** The reason in plain words, and the next step where there is one. `wait`: the seconds that the server asks for, if it does. */
export function failureSentence(code: FailureCode, wait: number | null = null): string {
  if (code === "rate_limited" && (wait ?? 0) > minuteSeconds) {
    return copy.pause(Math.ceil((wait ?? 0) / minuteSeconds));
  }
  return isAlarm(code) ? copy.alarms[code] : copy.failures[code];
}
