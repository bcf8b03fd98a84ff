import type { CommandName, Commands, Failure, Message, Notice, Request } from "../core/contract.ts";
import type { FailureCode } from "./copy/failures.ts";

type Input<Name extends CommandName> = Parameters<Commands[Name]>[0];
type Output<Name extends CommandName> = ReturnType<Commands[Name]>;

/** A command was refused, or the worker ended before it answered. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: FailureCode;
  /** Seconds that the server asks to wait, where it says. */
  readonly wait: number | null;

  constructor(code: FailureCode, wait: number | null = null) {
    super(code);
    this.code = code;
    this.wait = wait;
  }
}

/** The code of anything thrown while a command ran. */
export function codeOf(error: unknown): FailureCode {
  return error instanceof Refused ? error.code : "screen_gone";
}

/** The seconds that the server asks to wait before the next try; null where nothing says. */
export function waitOf(error: unknown): number | null {
  return error instanceof Refused ? error.wait : null;
}

/** What is needed of a `Worker`; tests give a `MessagePort` or an object. */
export interface Port {
  postMessage(request: Request, handed: Transferable[]): void;
  addEventListener(type: "message", hear: (event: MessageEvent<Message>) => void): void;
  addEventListener(type: "error", hear: () => void): void;
  terminate(): void;
}

export interface Client {
  /** Rejects with `Refused`. What is `handed` is a part of the input that crosses for good: nothing of it is left on this side. */
  ask<Name extends CommandName>(
    command: Name,
    input: Input<Name>,
    handed?: readonly ArrayBuffer[],
  ): Promise<Output<Name>>;
  /** Ends the worker, and the keys with it; what is not answered yet rejects with `screen_gone`. */
  end(): void;
}

interface Waiting {
  readonly resolve: (result: Message & { type: "result" }) => void;
  readonly reject: (error: Refused) => void;
}

export interface Listener {
  hear(notice: Notice): void;
  /** The worker ended by itself, and the keys with it. */
  stopped(): void;
}

function refusedBy({ code, wait }: Failure): Refused {
  return new Refused(code, wait ?? null);
}

/** Speaks the messages of core/contract.ts over a port; notices go to the listener until `end`. */
export function connect(port: Port, listener: Listener): Client {
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let ended = false;

  function take(id: number): Waiting | undefined {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  }

  function receive(message: Message): void {
    if (ended) return;
    if (message.type === "notice") listener.hear(message.notice);
    else if (message.type === "result") take(message.id)?.resolve(message);
    else take(message.id)?.reject(refusedBy(message.failure));
  }

  function end(): void {
    if (ended) return;
    ended = true;
    port.terminate();
    for (const { reject } of waiting.values()) reject(new Refused("screen_gone"));
    waiting.clear();
  }

  port.addEventListener("message", (event) => receive(event.data));
  port.addEventListener("error", () => {
    if (ended) return;
    end();
    listener.stopped();
  });

  async function ask<Name extends CommandName>(
    command: Name,
    input: Input<Name>,
    handed: readonly ArrayBuffer[] = [],
  ): Promise<Output<Name>> {
    if (ended) throw new Refused("screen_gone");
    const id = ++count;
    const answer = await new Promise<Message & { type: "result" }>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      // The pair of name and input is held by the signature above; a generic union cannot express it.
      port.postMessage({ id, command, input } as Request, [...handed]);
    });
    // The contract pairs each id with the result of its own command.
    return answer.result as Output<Name>;
  }

  return { ask, end };
}
