/**
 * The guides in docs, for tests that hold them to what they say: their code, and their commands run in this process.
 */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { vi } from "vitest";
import { runProgram } from "../src/cli/program.ts";
import { RingfenceError } from "../src/core/errors.ts";
import { captureOutput } from "./capture-output.ts";
import { withWarmPools } from "./engine/warm-pool.ts";

export interface Guide {
  readonly text: string;
  /** Code blocks of a language; "" for those that name none. */
  readonly blocks: (language: string) => string[];
  /** Lines of the unnamed blocks that call ringfence, without `npx ringfence`. */
  readonly commands: readonly string[];
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `docs/guide-<user>.md`. */
export function readGuide(user: string): Guide {
  return readDocument(`docs/guide-${user}.md`);
}

/** A document by its path in the repository. */
export function readDocument(path: string): Guide {
  const text = readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
  const fenced = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  const blocks = (language: string): string[] =>
    fenced.filter(([, name]) => name === language).map(([, , body]) => body!);
  const commands = blocks("")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("npx ringfence "))
    .map((line) => line.slice("npx ringfence ".length));
  return { text, blocks, commands };
}

/** A program with these verbs alone. */
export function programOf(...verbs: readonly ((program: Command) => void)[]): Command {
  const program = new Command().exitOverride();
  for (const register of verbs) register(program);
  for (const verb of program.commands.flatMap((command) => [command, ...command.commands])) {
    verb.exitOverride().configureOutput({ writeErr: () => {} });
  }
  return program;
}

/**
 * The verb that a line starts, where the program understands all of its words; else what is wrong with them. Verbs have
 * tests of their own: here each ends when its words have been read.
 */
export async function understood(line: string): Promise<string> {
  const verbs: string[] = [];
  const setAction = Reflect.get(Command.prototype, "action") as Command["action"];
  const spy = vi.spyOn(Command.prototype, "action").mockImplementation(function (this: Command) {
    return setAction.call(this, () => void verbs.push(this.name()));
  });
  try {
    const run = () => runProgram(["node", "ringfence", ...wordsOf(line)]);
    const { result, stderr } = await captureOutput(run);
    return result === 0 ? verbs.join() : stderr;
  } finally {
    spy.mockRestore();
  }
}

/**
 * What a program does with these words. A RingfenceError is its exit code; anything else is thrown, as for an unknown
 * option.
 */
export async function runVerb(program: Command, words: readonly string[]): Promise<Outcome> {
  const { result, ...written } = await captureOutput(() => withWarmPools(() => codeOf(program, words)));
  return { code: result, ...written };
}

async function codeOf(program: Command, words: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(words, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof RingfenceError) return error.exitCode;
    throw error;
  }
}

/** As a shell reads a line with blanks and quotes. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare!);
}
