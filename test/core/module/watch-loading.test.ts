import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const WATCH = new URL("../../../dist/src/core/module/watch-loading.js", import.meta.url).href;

/** As a module that loops does: nothing else happens in its thread. */
function loop(isWatched: boolean, ms: number) {
  const code =
    `import { endWhereStuck, watchLoading } from ${JSON.stringify(WATCH)};\n${isWatched ? "endWhereStuck();" : ""}\n` +
    `const stop = watchLoading("it was not done within", 100);\n` +
    `const start = Date.now();\nwhile (Date.now() - start < ${ms});\nstop();`;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
    cwd: fileURLToPath(new URL("../../..", import.meta.url)),
  });
}

// Whoever waits says so first, which takes two seconds more than the limit.
test("a process that hangs in loading a module is ended, and says why", () => {
  const { signal, stderr } = loop(true, 30_000);
  expect(signal).toBe("SIGKILL");
  expect(stderr).toBe(
    "ringfence: it was not done within 0.1 s, and holds up the process, which is ended: a loop without an end\n",
  );
});

test("a process that is done in time goes on, and so does one that is not ours to end", () => {
  for (const { status, stderr } of [loop(true, 200), loop(false, 2500)]) expect([status, stderr]).toEqual([0, ""]);
});
