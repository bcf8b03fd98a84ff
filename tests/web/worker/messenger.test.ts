import { expect, test } from "vitest";
import type { Message, Request } from "../../../web/src/core/contract.ts";
import { Alarm, Refusal, SealError } from "../../../web/src/core/errors.ts";
import { failureOf, type Handlers, type Port, serve } from "../../../web/src/worker/messenger.ts";

/** A port that a test speaks into and reads from. */
function makePort() {
  const posted: Message[] = [];
  let hear: (event: { readonly data: Request }) => unknown = () => {};
  const port: Port = {
    postMessage: (message) => void posted.push(message),
    addEventListener: (_, listener) => {
      hear = listener;
    },
  };
  return { port, posted, say: (data: Request) => hear({ data }) };
}

const words = ["one", "two"];
const handlers = {
  offerPassphrase: () => words,
  recoveryCode: () => Promise.reject(new Error("a sentence that quotes what was written")),
} as unknown as Handlers; // the two commands that these tests use

test("a command is answered with its own number", async () => {
  const { port, posted, say } = makePort();
  serve(port, Promise.resolve(handlers));
  await say({ id: 7, command: "offerPassphrase", input: null });
  expect(posted).toEqual([{ type: "result", id: 7, result: words }]);
});

test("a refused command tells a code and nothing of the error", async () => {
  const { port, posted, say } = makePort();
  serve(port, Promise.resolve(handlers));
  await say({ id: 1, command: "recoveryCode", input: null });
  expect(posted).toEqual([{ type: "failure", id: 1, failure: { code: "damaged" } }]);
});

test("commands that come before the store is open wait for it", async () => {
  const { port, posted, say } = makePort();
  let open = (_: Handlers) => {};
  serve(
    port,
    new Promise((resolve) => {
      open = resolve;
    }),
  );
  const answered = say({ id: 1, command: "offerPassphrase", input: null });
  expect(posted).toEqual([]);
  open(handlers);
  await answered;
  expect(posted).toHaveLength(1);
});

test("a store that does not open refuses every command", async () => {
  const { port, posted, say } = makePort();
  serve(port, Promise.reject(new DOMException("full", "QuotaExceededError")));
  await say({ id: 1, command: "offerPassphrase", input: null });
  expect(posted).toEqual([{ type: "failure", id: 1, failure: { code: "quota" } }]);
});

test.each([
  [new Refusal("name_taken"), "name_taken"],
  [new SealError("wrong_secret"), "wrong_secret"],
  [new Alarm("rolled_back"), "rolled_back"],
  [new DOMException("full", "QuotaExceededError"), "quota"],
  [new DOMException("stopped", "AbortError"), "cancelled"],
  [new TypeError("anything"), "damaged"],
])("%s is told as %s", (error, code) => {
  expect(failureOf(error)).toEqual({ code });
});

test("a pause that the server asks for is told with its seconds", () => {
  const facts = { sequence: null, record: null, retryAfter: 600 };
  const told = failureOf(new Refusal("rate_limited", facts));
  expect(told).toEqual({ code: "rate_limited", wait: 600 });
});
