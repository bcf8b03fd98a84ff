import { fileURLToPath } from "node:url";
import { mergeConfig, type Plugin } from "vite";
import { defineConfig } from "vitest/config";
import vite from "./vite.config.ts";

const here = fileURLToPath(new URL("vitest.config.ts", import.meta.url));
const tests = fileURLToPath(new URL("../tests/web", import.meta.url));

/** The tests lie outside web/, where a bare import would not find node_modules: look for it from here. */
function packagesForTests(): Plugin {
  return {
    name: "goldseam:packages-for-tests",
    enforce: "pre",
    resolveId(source, importer) {
      const isBare = /^[@a-z]/.test(source) && !source.includes(":");
      if (!isBare || !importer?.startsWith(tests)) return null;
      return this.resolve(source, here, { skipSelf: true });
    },
  };
}

export default mergeConfig(
  vite,
  defineConfig({
    plugins: [packagesForTests()],
    test: {
      dir: tests,
      environment: "node",
      include: ["**/*.test.ts"],
      allowOnly: false,
      passWithNoTests: false,
      // Only what hangs: how fast a shared machine is fails no test.
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  }),
);
