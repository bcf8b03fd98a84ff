import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, Rolldown } from "vite";

const SERVICE_WORKER = "sw.js";

type Contents = ReadonlyMap<string, string | Uint8Array>;

function emitted(bundle: Rolldown.OutputBundle): [string, string | Uint8Array][] {
  return Object.values(bundle)
    .filter(({ fileName }) => fileName !== SERVICE_WORKER && !fileName.startsWith(".vite/"))
    .map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source]);
}

function copied(folder: string): [string, Uint8Array][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file.slice(folder.length + 1), readFileSync(file)]);
}

function addressOf(file: string): string {
  return file === "index.html" ? "/" : `/${file}`;
}

function describe(contents: Contents): { version: string; files: string[] } {
  const names = [...contents.keys()].sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(`${name}\n`).update(contents.get(name) ?? "");
  return { version: hash.digest("hex").slice(0, 16), files: names.map(addressOf) };
}

/**
 * Replaces `__SHELL__` in sw.js by `{version, files}`: the addresses of everything the client needs
 * offline, and a name that changes when any of their bytes does.
 */
export function shell(): Plugin {
  let folder = "";
  return {
    name: "goldseam:shell",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      folder = config.publicDir;
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[SERVICE_WORKER];
        if (worker?.type !== "chunk") return this.error("sw.js is missing from the build");
        const contents = new Map([...emitted(bundle), ...copied(folder)]);
        worker.code = worker.code.replaceAll("__SHELL__", JSON.stringify(describe(contents)));
      },
    },
  };
}
