/** A gateway as a process of its own, which may be killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { MAIN } from "../cli/command-line.ts";
import { ask } from "./running-gateway.ts";

export interface Spawned {
  readonly url: string;
  readonly child: ChildProcess;
  /** The answer, as data. */
  ask(path: string, body: object): Promise<unknown>;
  /** Resolves to the exit code; null: the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  stderr(): string;
}

/** Without a model and on any free port, unless `words` name others. It ends with the test at the latest. */
export async function spawnGateway(state: string, ...words: readonly string[]): Promise<Spawned> {
  const args = ["--port", "0", "--state", state, "--model", "none", "--set", "gateway.deadlineMs=60000", ...words];
  const child = spawn(process.execPath, [MAIN, "gateway", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const url = await new Promise<string>((resolve, reject) => {
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const found = /https?:\/\/\S+/.exec(stdout)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.on("close", () => reject(new Error(`it ended before it said where it is: ${stderr}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, "exit") as Promise<[number | null]>;
    child.kill(signal);
    return (await ended)[0];
  };
  const asked = async (path: string, body: object): Promise<unknown> => (await ask(url, path, body)).body;
  return { url, child, ask: asked, end, stderr: () => stderr };
}
