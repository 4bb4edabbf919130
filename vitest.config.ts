import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { V8_FLAGS } from "./src/cli/v8-flags.ts";

const root = fileURLToPath(new URL(".", import.meta.url)).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The one rule: a file of this name belongs to the long tier, every other to the quick one (CONTRIBUTING.md). */
const LONG_FILES = "test/**/*.long.test.ts";

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "quick", include: ["test/**/*.test.ts"], exclude: [LONG_FILES] } },
      { extends: true, test: { name: "long", include: [LONG_FILES] } },
    ],
    globalSetup: "test/temporary-directory.ts",
    // Files share a process and what it has loaded: loading it anew for each took a third of the time. So a file leaves things as it found them.
    isolate: false,
    // A larger young generation, in MB: what a test leaves behind is mostly gone before it is collected.
    execArgv: [...V8_FLAGS, "--max-semi-space-size=64"],
    // Each loads and compiles everything anew: more of them than cores take longer.
    maxWorkers: Math.min(4, Math.max(2, availableParallelism())),
    // Far more than any test takes: what hangs is ended, and nothing fails because a machine is busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Node loads sources and modules itself: they are faster than with what Vite puts around each import.
    server: {
      deps: {
        external: [
          new RegExp(`^${root}(?:src|bench|workers)/(?!ui/browser/|(?:live|gateway)/page/).*\\.ts$`),
          /\.mjs$/,
        ],
      },
    },
    setupFiles: ["src/build/typescript.mjs", "test/fast-check-seed.ts"],
  },
});
