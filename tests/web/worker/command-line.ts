import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../.venv/bin/goldseam", import.meta.url));
const timeout = 60_000;

/** The second client with a folder of its own, which the account's passphrase opens. */
export class CommandLine {
  readonly #folder = mkdtempSync(join(tmpdir(), "goldseam-"));
  readonly #given: readonly string[];

  constructor(passphrase: string) {
    const file = this.write("passphrase", passphrase);
    this.#given = ["--state", join(this.#folder, "state"), "--passphrase-file", file];
  }

  /** Writes a line into a file of this folder, as "passphrase" what opens from now on; its path. */
  write(name: string, line: string): string {
    writeFileSync(this.path(name), `${line}\n`);
    return this.path(name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8").trim();
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  /** What a verb prints; rejects when it ends with another status than 0. */
  run(words: readonly string[]): Promise<string> {
    return this.#spawn([...words, ...this.#given]);
  }

  /** The same without a passphrase. */
  bare(words: readonly string[]): Promise<string> {
    return this.#spawn([...words, "--state", this.path("state")]);
  }

  #spawn(words: readonly string[]): Promise<string> {
    const child = spawn(program, words, {
      stdio: ["ignore", "pipe", "inherit"],
      timeout,
    });
    return new Promise((resolve, reject) => {
      let printed = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
      child.once("error", reject);
      child.once("close", (status) => {
        if (status === 0) resolve(printed);
        else reject(new Error(`${words[0]} ended with ${status}`));
      });
    });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
