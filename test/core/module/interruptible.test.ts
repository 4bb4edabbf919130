import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { TYPESCRIPT } from "../../typescript.ts";

const MODULE = new URL("../../../src/core/module/", import.meta.url).href;
const IMPORTS = `
import { interruptible } from "${MODULE}interruptible.ts";
import { nameUserModule } from "${MODULE}user-modules.ts";
nameUserModule("file:///x.mjs", "engine x");
`;

/** What a process that runs this prints, and how it ends. It gets the signal, if any, at its first word. */
async function run(code: string, signal?: "SIGINT"): Promise<{ readonly status: unknown; readonly stdout: string }> {
  const cwd = fileURLToPath(new URL("../../..", import.meta.url));
  const child = spawn(process.execPath, [...TYPESCRIPT, "--input-type=module", "--eval", IMPORTS + code], { cwd });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (stdout === "" && signal !== undefined) child.kill(signal);
    stdout += text;
  });
  const [status] = (await once(child, "close")) as unknown[];
  return { status, stdout };
}

test("Ctrl-C ends code of a module that loops, calls the listeners, and nothing of a module is begun after it", async () => {
  const loops = `
    import { writeSync } from "node:fs";
    process.on("SIGINT", () => console.log("heard"));
    for (const act of [() => { writeSync(1, "loops\\n"); for (;;); }, () => console.log("begun")])
      try { interruptible(act); } catch (error) { console.log(error.name); }
  `;
  const found = await run(loops, "SIGINT");
  expect(found).toEqual({ status: 0, stdout: "loops\nheard\nInterrupted\nInterrupted\n" });
}, 60_000);

test("what the code returns and throws is passed on", async () => {
  const found = await run(`
    try { interruptible(() => { throw new TypeError("as it is"); }); } catch ({ message }) { console.log(message); }
    console.log(interruptible(() => interruptible(() => 7)));
  `);
  expect(found).toEqual({ status: 0, stdout: "as it is\n7\n" });
}, 60_000);
