import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const CORE = new URL("../../../dist/src/core/", import.meta.url).href;
const IMPORTS = `
import { endWhereStuck, endable, noteOwnCode, watchLoading } from "${CORE}module/end-where-stuck.js";
import { noteStep } from "${CORE}thread-marks.js";
const spin = (ms, act = () => {}) => { for (const end = Date.now() + ms; Date.now() < end; ) act(); };
const loaded = () => { watchLoading("it does not load")(); noteOwnCode("engine x (x.mjs)"); };
`;
const WATCHED = "endWhereStuck({ lookMs: 50, loadingLooks: 4, stuckLooks: 8 });\n";

/** Of a process whose main thread runs this. */
function run(code: string) {
  const { signal, status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", IMPORTS + code],
    { encoding: "utf8", cwd: fileURLToPath(new URL("../../..", import.meta.url)) },
  );
  return { signal, status, stdout, stderr };
}

describe("a process whose main thread is held up", () => {
  test("by a module that loads is ended, and says why", () => {
    expect(run(`${WATCHED} watchLoading("it does not load"); spin(30_000);`)).toMatchObject({
      signal: "SIGKILL",
      stderr: "ringfence: it does not load\n",
    });
  });

  test("by code that nothing can end is ended, and says whose it is", () => {
    const { signal, stderr } = run(`${WATCHED} loaded(); spin(30_000);`);
    expect([signal, stderr]).toEqual([
      "SIGKILL",
      expect.stringMatching(/^ringfence: engine x \(x\.mjs\): .* 0\.4 s, and the process was ended/),
    ]);
  });

  test("by code that can be ended goes on with an error that says whose it is", () => {
    const { status, stdout } = run(
      `${WATCHED} loaded(); try { endable(() => spin(30_000)); } catch ({ code, message }) { console.log(code, message); }`,
    );
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/^config engine x \(x\.mjs\): .* 0\.4 s, and was ended/),
    ]);
  });

  test("goes on where steps are made, where the code is done in time, and where the process is not ours to end", () => {
    for (const code of [
      `${WATCHED} loaded(); endable(() => spin(1500, () => noteStep(1)));`,
      `${WATCHED} const stop = watchLoading("it does not load"); spin(50); stop();`,
      `loaded(); endable(() => spin(800));`,
    ]) {
      expect(run(code)).toEqual({ signal: null, status: 0, stdout: "", stderr: "" });
    }
  });

  test("passes on what the code returns and throws", () => {
    const code = `${WATCHED} loaded(); console.log(endable(() => 7)); endable(() => { throw new TypeError("as it is"); });`;
    expect(run(code)).toMatchObject({
      status: 1,
      stdout: "7\n",
      stderr: expect.stringContaining("TypeError: as it is"),
    });
  });
});
