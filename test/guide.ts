/** The documents, for tests that hold them to what they say: their code, and their commands. */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { vi } from "vitest";
import { runProgram } from "../src/cli/program.ts";
import { RingfenceError } from "../src/core/errors.ts";
import { captureOutput } from "./capture-output.ts";
import { withWarmPools } from "./engine/warm-pool.ts";

/** `commands`: lines of the unnamed blocks that call ringfence, without `npx ringfence`. */
export type Guide = ReturnType<typeof readDocument>;

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Paths from the root. */
export const DOCUMENTS: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "datasets/README.md",
  ...readdirSync(`${ROOT}docs`)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** `docs/guide-<user>.md`. */
export const readGuide = (user: string): Guide => readDocument(`docs/guide-${user}.md`);

export function readDocument(path: string) {
  const text = readFileSync(ROOT + path, "utf8");
  const fenced = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  /** Of a language; "" for those that name none. */
  const blocks = (language: string): string[] =>
    fenced.filter(([, name]) => name === language).map(([, , body]) => body!);
  const commands = blocks("")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("npx ringfence "))
    .map((line) => line.slice("npx ringfence ".length));
  return { text, blocks, commands };
}

/** What a reader types into a shell: the lines of blocks that are shell or name no language. */
export function shellLines({ blocks }: Guide): string[] {
  return ["", "sh", "bash", "shell"].flatMap(blocks).flatMap((block) => block.trimEnd().split("\n"));
}

/** Where the built package stands for "ringfence". */
export function withPackage(code: string): string {
  return code.replace('"ringfence"', JSON.stringify(`${ROOT}dist/src/index.js`));
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
export async function runVerb(program: Command, words: readonly string[]) {
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

/** What test/docs.long.test.ts does not run: the test or script that runs it, or why nothing does. The first that fits counts. */
export const ELSEWHERE: readonly (readonly [document: string, line: RegExp, where: string])[] = [
  ["README.md", /^npm ci/, ".ci/run"],
  ["CONTRIBUTING.md", /^npm |^bash \.ci\/run/, ".ci/run"],
  ["docs/guide-student.md", /^npx ringfence /, "test/guide-student.long.test.ts"],
  [
    "docs/guide-engineer.md",
    /^git worktree |^\(cd /,
    "makes a second checkout: the tests compare this one with itself",
  ],
  ["docs/guide-engineer.md", /./, "test/guide-engineer.long.test.ts"],
  ["docs/guide-researcher.md", /^sbatch |parallel | --out shared$/, "test/cluster/slurm.long.test.ts"],
  ["docs/guide-researcher.md", /^mkdir -p data|data\/events/, "test/dataset/scikit-learn.long.test.ts"],
  ["docs/guide-researcher.md", /^npx ringfence score /, "test/dataset/scikit-learn.long.test.ts"],
  ["docs/guide-researcher.md", /^npx ringfence label /, "test/cli/label/label.test.ts"],
  ["docs/guide-researcher.md", /^npx ringfence /, "test/guide-researcher.long.test.ts"],
  ["docs/guide-gateway.md", /^npm ci/, ".ci/run"],
  ["docs/guide-gateway.md", /^npx ringfence gateway/, "test/gateway/lasting.long.test.ts"],
  ["docs/guide-gateway.md", /^curl |^printf /, "test/guide-gateway.test.ts"],
  ["docs/guide-gateway.md", /kamailio |sipp /, "test/gateway/kamailio.long.test.ts"],
  ["docs/guide-gateway.md", /nats|^ringfence generate|^kill /, "test/gateway/stream/streams.long.test.ts"],
  ["docs/statistics.md", /^RINGFENCE_COVERAGE_/, "test/metrics/interval-coverage.long.test.ts"],
];

/** Every shell line of the documents; `where` is left out for those that test/docs.long.test.ts runs. */
export const COMMANDS = DOCUMENTS.flatMap((document) =>
  shellLines(readDocument(document)).map((line) => ({
    document,
    line,
    where: ELSEWHERE.find(([name, fits]) => name === document && fits.test(line))?.[2],
  })),
);
