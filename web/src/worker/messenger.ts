/** Commands in, results and notices out, as core/contract.ts types them. */

import type { CommandName, Commands, Failure, Message, Notice, Request } from "../core/contract.ts";
import { GoldseamError, Refusal } from "../core/errors.ts";

type Input<Name extends CommandName> = Parameters<Commands[Name]>[0];
type Output<Name extends CommandName> = ReturnType<Commands[Name]>;

/** One function for every command. What it throws is told as a code and nothing else. */
export type Handlers = {
  readonly [Name in CommandName]: (input: Input<Name>) => Promise<Output<Name>> | Output<Name>;
};

/** What is needed of the worker's own scope. */
export type Port = {
  postMessage(message: Message): void;
  addEventListener(type: "message", hear: (event: { readonly data: Request }) => void): void;
};

/** Answers every command that comes in over the port, each on its own, in no order; early ones wait for handlers. */
export function serve(port: Port, handlers: Promise<Handlers>): void {
  port.addEventListener("message", async ({ data }) => {
    port.postMessage(await answer(handlers, data));
  });
}

export function notify(port: Port, notice: Notice): void {
  port.postMessage({ type: "notice", notice });
}

async function answer(
  opening: Promise<Handlers>,
  { id, command, input }: Request,
): Promise<Message> {
  try {
    const handlers = await opening;
    // The contract pairs each command with its input; a generic union cannot express it.
    const handle = handlers[command] as (input: unknown) => Promise<Output<CommandName>>;
    return { type: "result", id, result: await handle(input) };
  } catch (error) {
    return { type: "failure", id, failure: failureOf(error) };
  }
}

/** Messages of errors stay here: they might quote what somebody wrote. */
export function failureOf(error: unknown): Failure {
  const wait = error instanceof Refusal ? error.facts.retryAfter : null;
  return { code: codeOf(error), ...(wait === null ? {} : { wait }) };
}

function codeOf(error: unknown): Failure["code"] {
  if (isAborted(error)) return "cancelled";
  if (error instanceof GoldseamError) return error.code;
  if (isQuotaExceeded(error)) return "quota";
  return "damaged"; // what nobody foresaw: loading anew is the next step in the words for this code
}

/** Nothing is aborted but what its own cancel command, a newer one of its kind, or leaving ends. */
function isAborted(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function isQuotaExceeded(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}
