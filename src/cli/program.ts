/** The command line in whatever process: assembles the verbs, and turns errors into messages and exit codes. */
import { inspect } from "node:util";
import { Command, CommanderError } from "commander";
import { commandName, packageVersion } from "../core/program.ts";
import { ERROR_EXIT_CODES, RingfenceError, usageError } from "../core/errors.ts";
import { Interrupted } from "../core/module/interruptible.ts";
import { allowModules, blamedOnModule, forgetUserModules } from "../core/module/user-modules.ts";
import { print } from "../core/terminal/print.ts";
import { lineColumns, tell } from "./output.ts";

const EXIT_FAILED = 1;
const EXIT_INTERRUPTED = 130;
const NOWHERE = "the directory that you are in is gone: change to one that is there";

/** In the order of help. A verb is loaded on demand, so a run need not wait for the benches. */
const VERBS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  run: async () => (await import("./run.ts")).registerRun,
  report: async () => (await import("./report.ts")).registerReport,
  generate: async () => (await import("./generate.ts")).registerGenerate,
  env: async () => (await import("./env.ts")).registerEnv,
  score: async () => (await import("./score.ts")).registerScore,
  screen: async () => (await import("./screen/screen.ts")).registerScreen,
  serve: async () => (await import("./serve.ts")).registerServe,
  gateway: async () => (await import("./gateway/gateway.ts")).registerGateway,
  explain: async () => (await import("./explain/explain.ts")).registerExplain,
  label: async () => (await import("./label/label.ts")).registerLabel,
  train: async () => (await import("./train/train.ts")).registerTrain,
  study: async () => (await import("./study/study.ts")).registerStudy,
  bench: async () => (await import("./bench/bench.ts")).registerBench,
  schema: async () => (await import("./schema.ts")).registerSchema,
};

const ALLOW_HELP = "let a file of settings, a scenario or a study run modules outside its own folder, as engines";

const EXIT_CODES = `
Exit codes: 0 done; 2 bad usage or configuration; 3 something is worse, or an
objective was missed; 4 no data, or too few to tell; 5 the figures must not be
used; 6 figures differ that must be equal, or rows were lost; 7 a file cannot be
read or written; 129, 130, 143 ended by SIGHUP, SIGINT, SIGTERM.`;

/** Runs `argv` as Node passes it; returns the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const program = new Command("ringfence")
    .description("Simulates the interception of fraud calls and messages, and screens real ones.")
    .version(packageVersion())
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => print(process.stdout, text),
      writeErr: (text) => print(process.stderr, text),
      outputError: (text, write) => write(text.replace(/^error:/, "ringfence:")),
      getOutHelpWidth: () => lineColumns(process.stdout),
      getErrHelpWidth: () => lineColumns(process.stderr),
    })
    .showSuggestionAfterError()
    .addHelpText("after", EXIT_CODES);
  const asked = argv[2] ?? "";
  const verbs = Object.hasOwn(VERBS, asked) ? [VERBS[asked]!] : Object.values(VERBS);
  try {
    // Some take memory when loaded, and there may be none.
    for (const register of await Promise.all(verbs.map((load) => load()))) register(program);
    const above = program.commands.filter(({ commands }) => commands.some((verb) => verb.name() === asked));
    if (above.length > 0 && !Object.hasOwn(VERBS, asked)) {
      const places = above.map((verb) => `${pathOf(verb)} ${asked}`).toSorted();
      throw usageError(`there is no verb ${asked}: ${places.join(" or ")} does it`);
    }
    const below = allBelow(program);
    for (const verb of below) {
      verb.exitOverride().copyInheritedSettings(program);
      // Options typed behind a verb belong to it, even if its parent has the same.
      if (verb.commands.length > 0) for (const each of [program, verb]) each.enablePositionalOptions();
      // Parents do nothing themselves, except the gateway.
      const acts = verb.commands.length === 0 || verb.name() === "gateway";
      if (acts) verb.addHelpText("after", `\nExit codes: ${commandName()} --help`);
      if (acts && verb.name() !== "schema") verb.option("--allow-modules", ALLOW_HELP);
    }
    program.hook("preAction", (_, verb) => allowModules(verb.opts()["allowModules"] === true));
    for (const verb of [program, ...below]) verb.showHelpAfterError(`(see ${pathOf(verb)} --help)`);
    await program.parseAsync([...argv]);
    return 0;
  } catch (error) {
    return report(error);
  } finally {
    forgetUserModules();
  }
}

function allBelow({ commands }: Command): Command[] {
  return commands.flatMap((command) => [command, ...allBelow(command)]);
}

function pathOf(verb: Command): string {
  return verb.parent === null ? commandName() : `${pathOf(verb.parent)} ${verb.name()}`;
}

/** Says what went wrong. Returns the exit code of it. */
export function report(error: unknown): number {
  // Commander has printed it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : ERROR_EXIT_CODES.usage;
  // The signal's listener has said so, and ends the process.
  if (error instanceof Interrupted) return EXIT_INTERRUPTED;
  const isNowhere = (error as NodeJS.ErrnoException | null)?.syscall === "uv_cwd";
  const known = blamedOnModule(error) ?? (isNowhere ? new RingfenceError("io", NOWHERE) : error);
  if (known instanceof RingfenceError) {
    tell(known.message);
    if (process.env["RINGFENCE_DEBUG"]) print(process.stderr, `${inspect(known)}\n`);
    return known.exitCode;
  }
  tell(`this should not have happened; please report it.\n${(error as Error)?.stack ?? String(error)}`);
  return EXIT_FAILED;
}
