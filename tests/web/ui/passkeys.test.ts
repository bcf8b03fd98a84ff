import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CommandName, Commands } from "../../../web/src/core/contract.ts";
import { Attempt } from "../../../web/src/ui/state/attempt.svelte.ts";
import { Idle } from "../../../web/src/ui/state/idle.svelte.ts";
import { Enrolment } from "../../../web/src/ui/state/passkeys.svelte.ts";
import { Session } from "../../../web/src/ui/state/session.svelte.ts";
import { FakeClient } from "./worker.ts";

const src = fileURLToPath(new URL("../../../web/src", import.meta.url));
const bytes = (value: number) => new Uint8Array(32).fill(value);
const begun = {
  slot: "d".repeat(32),
  challenge: bytes(1),
  user: bytes(2),
  input: bytes(3),
  others: [],
};

/** A worker that takes every passkey, and remembers what it was handed. */
class Keeper extends FakeClient {
  readonly handed: (readonly ArrayBuffer[])[] = [];
  readonly inputs: unknown[] = [];

  override async ask<Name extends CommandName>(
    command: Name,
    input: Parameters<Commands[Name]>[0],
    handed: readonly ArrayBuffer[] = [],
  ): Promise<ReturnType<Commands[Name]>> {
    const answers: { readonly [Key in CommandName]?: unknown } = {
      beginPasskey: begun,
      keepPasskey: { passkeys: [], hasEnded: false },
    };
    this.inputs.push(structuredClone(input));
    this.handed.push(handed);
    // The test asks for no other command.
    return answers[command] as ReturnType<Commands[Name]>;
  }
}

/** What a browser gives for a touch. */
class Credential {
  readonly id = "BAQE";
  readonly type = "public-key";
  readonly rawId = bytes(4).buffer;
  readonly response = {
    clientDataJSON: bytes(6).buffer,
    attestationObject: bytes(7).buffer,
    authenticatorData: bytes(8).buffer,
    signature: bytes(9).buffer,
  };
  readonly prf: object;

  constructor(prf: object) {
    this.prf = prf;
  }

  getClientExtensionResults(): object {
    return { prf: this.prf };
  }
}

let output: ArrayBuffer;
let keeper: Keeper;

function enrolment(): Enrolment {
  const session = new Session(() => keeper);
  const one = new Enrolment(session, new Attempt(new Idle(() => {})), () => {});
  one.name = " My phone ";
  one.passphrase = "six words";
  return one;
}

beforeEach(() => {
  keeper = new Keeper();
  output = bytes(5).buffer;
  vi.stubGlobal("PublicKeyCredential", Credential);
  vi.stubGlobal("location", { hostname: "localhost" });
  vi.stubGlobal("navigator", {
    credentials: {
      create: async () => new Credential({ enabled: true }),
      get: async () => new Credential({ results: { first: output } }),
    },
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("what a passkey evaluates crosses as a buffer of its own, is in no text, and is erased here", async () => {
  const one = enrolment();
  await one.begin();
  await one.touch();
  expect(one.stage).toBe("done");
  const kept = keeper.inputs.at(-1) as Parameters<Commands["keepPasskey"]>[0];
  expect(new Uint8Array(kept.made.output)).toEqual(bytes(5));
  expect(kept.name).toBe("My phone");
  expect(keeper.handed.at(-1)).toHaveLength(1);
  expect(keeper.handed.at(-1)).not.toContain(output);
  for (const text of [kept.made.registration, kept.made.assertion]) {
    expect(JSON.parse(text).clientExtensionResults).toEqual({});
    expect(text).not.toMatch(/prf|BQUF/i);
  }
  expect(new Uint8Array(output)).toEqual(bytes(0));
  expect(one.passphrase).toBe("");
});

test("a screen that goes between the touches leaves nothing behind", async () => {
  const one = enrolment();
  await one.begin();
  vi.stubGlobal("navigator", {
    credentials: {
      create: async () => new Credential({ enabled: true }),
      get: async () => {
        one.end();
        return new Credential({ results: { first: output } });
      },
    },
  });
  await one.touch();
  expect(keeper.inputs).toHaveLength(1);
  expect(new Uint8Array(output)).toEqual(bytes(0));
  expect(one.passphrase).toBe("");
});

test("an authenticator without PRF is not asked for a second touch", async () => {
  const get = vi.fn();
  vi.stubGlobal("navigator", {
    credentials: { create: async () => new Credential({ enabled: false }), get },
  });
  const one = enrolment();
  await one.begin();
  await one.touch();
  expect(one.stage).toBe("unable");
  expect(get).not.toHaveBeenCalled();
  expect(keeper.inputs).toHaveLength(1);
});

test("R-26: one file asks authenticators, and nothing writes their answers with what they evaluated", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|svelte)$/.test(file))
    .map((file) => [file, readFileSync(join(src, file), "utf8")] as const);
  const asking = files.filter(([, text]) => /navigator\.credentials\.\w/.test(text));
  expect(asking.map(([file]) => file)).toEqual(["ui/state/passkeys-authenticator.ts"]);
  expect(
    asking.filter(([, text]) => /\.toJSON\(|JSON\.stringify\((credential|used)/.test(text)),
  ).toEqual([]);
});
