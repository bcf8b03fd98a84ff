import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../.venv/bin/goldseam", import.meta.url));
const lifetimeMilliseconds = 240_000;

export interface RunningServer {
  readonly origin: string;
  /** Its folder. */
  readonly data: string;
  stop(): Promise<void>;
}

/** A real server with a folder and a port of its own; it is killed after four minutes whatever happens. */
export async function startServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const data = mkdtempSync(join(tmpdir(), "goldseam-"));
  const child = spawn(program, ["serve", "--port", "0", "--data", data], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...env, GOLDSEAM_LOG_LEVEL: "error", ...settings },
  });
  const deadline = setTimeout(() => child.kill("SIGKILL"), lifetimeMilliseconds);
  const port = await portOf(child);
  return {
    origin: `http://localhost:${port}`,
    data,
    async stop() {
      clearTimeout(deadline);
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      rmSync(data, { recursive: true });
    },
  };
}

function portOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error("no output to read");
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      const port = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(port);
    });
  });
}
