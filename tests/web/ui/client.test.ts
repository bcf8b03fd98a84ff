import { expect, test } from "vitest";
import type { Message, Notice, Request } from "../../../web/src/core/contract.ts";
import { codeOf, connect, type Port, Refused, waitOf } from "../../../web/src/ui/client.ts";

class FakePort implements Port {
  readonly sent: Request[] = [];
  isTerminated = false;
  #hear: ((event: MessageEvent<Message>) => void) | null = null;
  #fail: (() => void) | null = null;

  postMessage(request: Request): void {
    this.sent.push(request);
  }

  // The two shapes of the interface, told apart by the type.
  addEventListener(type: "message" | "error", hear: (event: MessageEvent<Message>) => void): void {
    if (type === "message") this.#hear = hear;
    else this.#fail = hear as () => void;
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(data: Message): void {
    this.#hear?.({ data } as MessageEvent<Message>);
  }

  crash(): void {
    this.#fail?.();
  }
}

function connected() {
  const port = new FakePort();
  const heard: Notice[] = [];
  const stops: string[] = [];
  const listener = {
    hear: (notice: Notice) => void heard.push(notice),
    stopped: () => void stops.push("stopped"),
  };
  return { port, heard, stops, client: connect(port, listener) };
}

test("answers find their questions, whatever their order", async () => {
  const { port, client } = connected();
  const code = client.ask("recoveryCode", null);
  const words = client.ask("offerPassphrase", null);
  port.say({ type: "result", id: 2, result: ["two"] });
  port.say({ type: "result", id: 1, result: null });
  expect([await code, await words]).toEqual([null, ["two"]]);
});

test("a refused command rejects with its code", async () => {
  const { port, client } = connected();
  const asked = client.ask("unlock", { passphrase: "" });
  port.say({ type: "failure", id: 1, failure: { code: "wrong_secret" } });
  await expect(asked).rejects.toMatchObject({ code: "wrong_secret" });
});

test("a refusal for a while rejects with the seconds to wait, any other with none", async () => {
  const { port, client } = connected();
  const asked = client.ask("signIn", { name: "anna", passphrase: "x" });
  port.say({ type: "failure", id: 1, failure: { code: "rate_limited", wait: 600 } });
  const refused: unknown = await asked.catch((error: unknown) => error);
  expect([codeOf(refused), waitOf(refused)]).toEqual(["rate_limited", 600]);
  expect([waitOf(new Refused("wrong_secret")), waitOf(new Error("x"))]).toEqual([null, null]);
});

test("ending ends the worker and rejects what waits", async () => {
  const { port, client } = connected();
  const asked = client.ask("status", null);
  client.end();
  await expect(asked).rejects.toMatchObject({ code: "screen_gone" });
  expect(port.isTerminated).toBe(true);
});

test("after the end nothing is sent and nothing is heard", async () => {
  const { port, client, heard } = connected();
  client.end();
  port.say({ type: "notice", notice: { type: "pages", records: null } });
  await expect(client.ask("status", null)).rejects.toMatchObject({ code: "screen_gone" });
  expect([port.sent, heard]).toEqual([[], []]);
});

test("a worker that crashes is told once and rejects what waits", async () => {
  const { port, client, stops } = connected();
  const asked = client.ask("status", null);
  port.crash();
  port.crash();
  await expect(asked).rejects.toMatchObject({ code: "screen_gone" });
  expect(stops).toEqual(["stopped"]);
});
