import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { shell } from "./build/shell.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const read = (relative: string) => JSON.parse(readFileSync(path(relative), "utf8"));
const { version }: { version: string } = read("package.json");
const headers: Record<string, string> = read("../server/goldseam/content/headers.json");

/** What an entry needs at once is one file, not one for each set of chunks that share it: every file is a request of the first visit. */
const together = {
  groups: [{ name: "first", tags: ["$initial" as const], test: /^(?!.*\/src\/sw\/)/ }],
};

export default defineConfig({
  plugins: [svelte(), shell(version, headers), compressed()],
  resolve: { alias: { $content: path("../server/goldseam/content") } },
  cacheDir: ".cache/vite",
  worker: { format: "es" },
  build: {
    outDir: path("../server/goldseam/web_dist"),
    emptyOutDir: true,
    target: "es2022",
    manifest: true,
    // The content policy allows neither inline scripts nor data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: path("index.html"), sw: path("src/sw/sw.ts") },
      output: {
        // A service worker is found again by its address, so its name never changes.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        codeSplitting: together,
      },
    },
  },
});
