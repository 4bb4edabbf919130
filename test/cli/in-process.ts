/**
 * The program in the process of the tests, with warm workers: what it prints and the exit code that it comes to,
 * without the processor time, most of a second, that a process of its own and its workers take to start.
 */
import { tmpdir } from "node:os";
import { runProgram } from "../../src/cli/program.ts";
import { captureOutput } from "../capture-output.ts";
import { withWarmPools } from "../engine/warm-pool.ts";
import { type Outcome } from "./command-line.ts";

/** They share standard output. */
let last: Promise<unknown> = Promise.resolve();

/** `ringfence ...args` without a terminal, one after the other. */
export function inProcess(args: readonly string[], { cwd = tmpdir() } = {}): Promise<Outcome> {
  const outcome = last.then(async () => {
    const restore = leaveTerminal(cwd);
    try {
      const run = () => withWarmPools(() => runProgram(["node", "ringfence", ...args]));
      const { result, ...written } = await captureOutput(run);
      return { code: result, ...written };
    } finally {
      restore();
    }
  });
  last = outcome.catch(() => {});
  return outcome;
}

/** Goes to `cwd`, with no terminal, and nothing said about colours. Returns the way back. */
function leaveTerminal(cwd: string): () => void {
  const home = process.cwd();
  const { FORCE_COLOR, NO_COLOR } = process.env;
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, isTTY: stream.isTTY }));
  for (const { stream } of streams) stream.isTTY = false;
  setEnvironment({ FORCE_COLOR: undefined, NO_COLOR: undefined });
  process.chdir(cwd);
  return () => {
    process.chdir(home);
    for (const { stream, isTTY } of streams) stream.isTTY = isTTY;
    setEnvironment({ FORCE_COLOR, NO_COLOR });
  };
}

function setEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
