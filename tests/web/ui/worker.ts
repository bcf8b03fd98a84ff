import type { CommandName, Commands, PageText, PageView } from "../../../web/src/core/contract.ts";
import type { ErrorCode } from "../../../web/src/core/errors.ts";
import { type Client, Refused } from "../../../web/src/ui/client.ts";

type Input<Name extends CommandName> = Parameters<Commands[Name]>[0];
type Output<Name extends CommandName> = ReturnType<Commands[Name]>;

export const textOf = (body: string): PageText => ({ title: "", body, tags: [] });

export function viewOf(record: string, text: PageText): PageView {
  const times = { createdAt: 0, updatedAt: 0 };
  const states = { kept: "device", merged: false, newer: false } as const;
  return { record, kind: "page", title: text.title, opening: text.body, ...times, ...states, text };
}

export const ID = "a".repeat(32);

interface Waiting {
  readonly input: Input<"keep">;
  answer(view: PageView): void;
  refuse(code: ErrorCode): void;
}

/** A worker in memory whose keeps are answered by the test, one by one; every other command answers at once. */
export class FakeClient implements Client {
  readonly keeps: Waiting[] = [];
  readonly asked: CommandName[] = [];
  stored: PageView | null = null;
  isEnded = false;

  async ask<Name extends CommandName>(command: Name, input: Input<Name>): Promise<Output<Name>> {
    this.asked.push(command);
    if (this.isEnded) throw new Refused("screen_gone");
    const answers: { [Key in CommandName]?: () => unknown } = {
      status: () => ({ phase: "open", name: "wren", sync: "done", waiting: 0, alarm: null }),
      unlock: () => ({ phase: "open", name: "wren", sync: "done", waiting: 0, alarm: null }),
      list: () => ({ pages: [], total: 0 }),
      read: () => this.stored,
      keep: () => this.#keep(input as Input<"keep">),
    };
    // Each answer above is the result of its own command.
    return (await answers[command]?.()) as Output<Name>;
  }

  end(): void {
    this.isEnded = true;
    for (const { refuse } of this.keeps) refuse("screen_gone" as ErrorCode);
  }

  /** The oldest keep that is not answered yet. */
  next(): Waiting {
    const keep = this.keeps.shift();
    if (!keep) throw new Error("nothing waits to be kept");
    return keep;
  }

  #keep(input: Input<"keep">): Promise<PageView> {
    return new Promise((resolve, reject) => {
      this.keeps.push({
        input,
        answer: resolve,
        refuse: (code) => reject(new Refused(code)),
      });
    });
  }
}

/** Lets everything that is ready to run do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
