import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser, type OpenTab } from "./browser.ts";
import { type RunningServer, startServer } from "./server-process.ts";

const program = fileURLToPath(new URL("../../../.venv/bin/goldseam", import.meta.url));
const passphrase = "cocoa tidal ember willow gravel lantern";
const patience = 60_000;

let server: RunningServer;

beforeAll(async () => {
  server = await startServer({ GOLDSEAM_ACCOUNTS: "invitation" });
}, patience);
afterAll(() => server.stop());

/** A new code, as the person who runs the server is shown it. */
function invite(): string {
  const env = { ...process.env, GOLDSEAM_ACCOUNTS: "invitation" };
  const said = execFileSync(program, ["account", "invite", "--data", server.data], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return said.toString().split(" ")[0] ?? "";
}

function signUp({ tab }: OpenTab, name: string, invitation?: string) {
  const credentials = { name, passphrase, ...(invitation === undefined ? {} : { invitation }) };
  return tab.handlers.signUp(credentials);
}

test(
  "the server says that it takes accounts by invitation, and takes one with a code, however it is written",
  async () => {
    const phone = await new Browser(server.origin).open();
    expect(await phone.tab.handlers.admission(null)).toBe("invitation");
    const code = ` ${invite().toUpperCase().replaceAll("-", " ")}`;
    expect(await signUp(phone, "Wren", code)).toMatchObject({ phase: "open" });
    phone.close();
  },
  patience,
);

test(
  "none, and what is no code, make no account; the latter asks nobody",
  async () => {
    const asked: string[] = [];
    const browser = new Browser(server.origin, (address, init) => {
      asked.push(address);
      return fetch(address, init);
    });
    const phone = await browser.open();
    const refused = { code: "invitation_refused" };
    await expect(signUp(phone, "Finch", "let me in")).rejects.toMatchObject(refused);
    expect(asked).toEqual([]);
    await expect(signUp(phone, "Finch")).rejects.toMatchObject(refused);
    phone.close();
  },
  patience,
);

test(
  "a registration that was begun with another invitation, and never answered, comes with the new one",
  async () => {
    const [first, second] = [invite(), invite()];
    const network = { isGone: true };
    const browser = new Browser(server.origin, async (address, init) => {
      if (network.isGone && address.endsWith("/v1/accounts"))
        throw new TypeError("Failed to fetch");
      return fetch(address, init);
    });
    const phone = await browser.open();
    await expect(signUp(phone, "Robin", first)).rejects.toMatchObject({ code: "unavailable" });
    network.isGone = false;
    expect(await signUp(phone, "Robin", second)).toMatchObject({ phase: "open" });
    phone.close();
    const other = await new Browser(server.origin).open();
    const refused = { code: "invitation_refused" };
    await expect(signUp(other, "Siskin", second)).rejects.toMatchObject(refused);
    expect(await signUp(other, "Siskin", first)).toMatchObject({ phase: "open" });
    other.close();
  },
  patience,
);
