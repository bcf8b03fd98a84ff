import type { CommandName, Commands, RecordView } from "../../../web/src/core/contract.ts";
import type { ErrorCode } from "../../../web/src/core/errors.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import { type Client, Refused } from "../../../web/src/ui/client.ts";
import type { RecordValue } from "../../../web/src/ui/state/value.ts";

type Input<Name extends CommandName> = Parameters<Commands[Name]>[0];
type Output<Name extends CommandName> = ReturnType<Commands[Name]>;

export const entryOf = (body: string): RecordValue => ({ kind: "entry", v: entry.version, body });

export function viewOf(record: string, value: RecordValue): RecordView {
  const states = { kept: "device", merged: false, newer: false, unreadable: false } as const;
  return { record, kind: "entry", value, createdAt: 0, updatedAt: 0, ...states, trashedAt: null };
}

export const ID = "a".repeat(32);
/** The account's one record of any kind. */
export const SINGLE = "c".repeat(32);

interface Waiting {
  readonly input: Input<"keepRecord">;
  answer(view: RecordView): void;
  refuse(code: ErrorCode): void;
}

/** A worker in memory whose keeps are answered by the test, one by one; every other command answers at once. */
export class FakeClient implements Client {
  readonly keeps: Waiting[] = [];
  readonly asked: CommandName[] = [];
  stored: RecordView | null = null;
  isEnded = false;

  async ask<Name extends CommandName>(command: Name, input: Input<Name>): Promise<Output<Name>> {
    this.asked.push(command);
    if (this.isEnded) throw new Refused("screen_gone");
    const answers: { [Key in CommandName]?: () => unknown } = {
      status: () => ({ phase: "open", name: "wren", sync: "done", waiting: 0, alarm: null }),
      unlock: () => ({ phase: "open", name: "wren", sync: "done", waiting: 0, alarm: null }),
      listRecords: () => ({ records: [], hasNewer: false, hasMore: false }),
      singleton: () => ({ record: SINGLE, view: this.stored }),
      readRecord: () => this.stored,
      keepRecord: () => this.#keep(input as Input<"keepRecord">),
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

  #keep(input: Input<"keepRecord">): Promise<RecordView> {
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
