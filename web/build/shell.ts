import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, Rolldown } from "vite";
import { type Contents, releaseOf } from "./release.ts";

const SERVICE_WORKER = "sw.js";

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

/** As the option of `fetch` and HTML have it. */
function integrityOf(hash: string): string {
  return `sha256-${Buffer.from(hash, "hex").toString("base64")}`;
}

/** What the service worker must know: everything but its own hash, which it cannot contain. */
function shellOf(contents: Contents): string {
  const { release, headers, files } = releaseOf(contents);
  const hashes = Object.entries(files).map(([file, hash]) => [addressOf(file), integrityOf(hash)]);
  return JSON.stringify({ version: release, headers, files: Object.fromEntries(hashes) });
}

/**
 * Replaces `__SHELL__` in sw.js by `{version, headers, files}`: the hash of everything that the client needs offline, by
 * address, and a name that changes when any of it does. Writes release.json, which lists sw.js as well.
 */
export function shell(version: string, headers: Contents["headers"]): Plugin {
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
        const files = new Map([...emitted(bundle), ...copied(folder)]);
        worker.code = worker.code.replaceAll("__SHELL__", () =>
          shellOf({ version, headers, files }),
        );
        files.set(SERVICE_WORKER, worker.code);
        const source = `${JSON.stringify(releaseOf({ version, headers, files }), null, 1)}\n`;
        this.emitFile({ type: "asset", fileName: "release.json", source });
      },
    },
  };
}
