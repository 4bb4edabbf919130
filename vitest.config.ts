import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";
import { V8_FLAGS } from "./src/cli/v8-flags.ts";

/** The one rule: a file of this name belongs to the long tier, every other to the quick one (CONTRIBUTING.md). */
const LONG_FILES = "test/**/*.long.test.ts";

/**
 * What takes longest, longest first: none of it should be left running alone at the end. Before it, what starts many
 * processes: the larger the process of the tests has grown, the longer each start takes.
 */
const FIRST = [
  "test/scenario/every-parameter",
  "test/engine/adversary",
  "test/browser/page",
  "test/guide-",
  "test/docs",
  "test/cli/",
  "test/bench/compare",
  "test/core/web-assembly",
  "test/detect/toy-stage",
  "test/study/sweep",
  "test/detect/engines",
  "test/engine/",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const index = FIRST.findIndex((name) => moduleId.includes(name));
  return index < 0 ? FIRST.length : index;
}

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
    // Two cores, and one more for what waits for a browser, a clock or another process.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Far more than any test takes: what hangs is ended, and nothing fails because a machine is busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    setupFiles: ["test/fast-check-seed.ts"],
  },
});
