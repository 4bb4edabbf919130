/** Values of options, checked where they are read. */
import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { RingfenceError } from "../../core/errors.ts";
import { MAX_SEED } from "../../core/random.ts";
import { MAX_BATCH_EVENTS, MAX_WORKER_DEADLINE, MAX_WORKERS, MIN_WORKER_DEADLINE } from "../../engine/run-options.ts";
import { DEFAULT_SCENARIO, type Setting, shippedScenarios, readSettings } from "../../scenario/file.ts";
import { between, numberIn, readNumber, wholeNumber } from "./numbers.ts";

export const DEFAULT_SEED = 1;

export const parseSeed = wholeNumber(0, MAX_SEED);
export const parseWorkers = wholeNumber(1, MAX_WORKERS);
export const parseBatchEvents = wholeNumber(1, MAX_BATCH_EVENTS);
export const parseWorkerDeadline = numberIn(MIN_WORKER_DEADLINE, MAX_WORKER_DEADLINE);
export const parsePort = wholeNumber(0, 65_535);
export const parseHours = wholeNumber(1, 24 * 366);

/** Options that are given or not. */
export type Flags<Name extends string> = Readonly<Partial<Record<Name, boolean>>>;

/** How a scenario is run, by every verb that runs one. */
export interface RunSettings extends SettingOptions {
  readonly workers: number;
}

/** `usual`: what is run where no scenario is named. A command of other arguments has them already. */
export function addRunSettings(command: Command, usual = DEFAULT_SCENARIO): Command {
  if (command.registeredArguments.length === 0) command.argument("[scenario]", "by name, or a .yaml file", usual);
  return command
    .addOption(settingsOption())
    .addOption(setOption("set a parameter"))
    .option("--hours <n>", "hours to simulate: the same as --set hours=<n>", parseHours)
    .option("--workers <n>", "worker threads; never changes a result", parseWorkers, defaultWorkers())
    .addHelpText("after", scenarioHelp);
}

/** The same of one scenario and one seed. */
export interface ScenarioOptions extends RunSettings {
  readonly seed: number;
}

export function addScenarioOptions(command: Command, usual?: string): Command {
  return addRunSettings(command, usual).option(
    "--seed <n>",
    "the same seed gives the same result",
    parseSeed,
    DEFAULT_SEED,
  );
}

function scenarioHelp(): string {
  return `\nShipped scenarios: ${shippedScenarios().join(", ")}\nTheir parameters: ringfence schema scenario [--all]`;
}

/** An address or a name. For Node, none means every address of the machine. */
export function parseHost(written: string): string {
  if (written.trim() !== "") return written.trim();
  throw new InvalidArgumentError("Expected an address of this machine, 127.0.0.1 say, or 0.0.0.0 for all of them.");
}

/** A share that may be small: at most a half, as 0.2% or 0.002. */
export const parseSmallShare = between(
  Number.MIN_VALUE,
  0.5,
  "a share above 0 and at most 0.5, as 0.2% or 0.002",
  (written) => (written.trim().endsWith("%") ? readNumber(written.trim().slice(0, -1)) / 100 : readNumber(written)),
);

/** `--model`, for every verb that screens; `leftOut`: the default. */
export function modelOption(leftOut: string): Option {
  const models = "none, starter (trained on our own messages alone), or a file that ringfence train wrote";
  return new Option("--model <model>", `model of the stage learned: ${models} (default: ${leftOut})`);
}

/** An option that may be given more than once: all of it counts. `usual`: where nothing is given. */
export function repeatable(flags: string, words: string, usual: readonly string[] = []): Option {
  const option = new Option(flags, `${words}; may be given more than once`).default(usual, usual.join(", ") || "none");
  return option.argParser((written, earlier: readonly string[]) => [...(earlier === usual ? [] : earlier), written]);
}

export interface SettingOptions {
  readonly settings?: string;
  readonly set: readonly string[];
  readonly model?: string;
  readonly policy?: string;
  readonly hours?: number;
}

export function setOption(words: string): Option {
  return repeatable("--set <path=value>", words);
}

export function settingsOption(words = "a YAML file of parameters to lay over the scenario, below --set"): Option {
  return new Option("--settings <file>", words).argParser((file: string, earlier?: string) => {
    if (earlier !== undefined) throw new InvalidArgumentError(`Expected one file, found ${earlier} too.`);
    return file;
  });
}

/** Later ones win: typed settings come after those of the file. */
export function allSettings({ settings: file, model, policy, ...typed }: SettingOptions): Setting[] {
  const ofModel = model === undefined ? [] : [{ path: ["screening", "model"], value: model, where: "--model" }];
  const ofPolicy = policy === undefined ? [] : [{ path: ["warnings", "policy"], value: policy, where: "--policy" }];
  return [...(file === undefined ? [] : readSettings(file)), ...typedSettings(typed), ...ofModel, ...ofPolicy];
}

/** Of `--set` and `--hours`. */
export function typedSettings({ set, hours }: Pick<SettingOptions, "set" | "hours">): string[] {
  if (hours === undefined) return [...set];
  if (!set.some((setting) => /^\s*hours\s*=/.test(setting))) return [...set, `hours=${hours}`];
  throw new RingfenceError("usage", "--hours and --set hours: leave out one of them");
}

/** A list with commas that may be given more than once: all of it counts. */
export function extendList(written: string, earlier?: string): string {
  return earlier === undefined ? written : `${earlier},${written}`;
}

/** The main thread sleeps while workers work, so every core gets one. */
export function defaultWorkers(): number {
  return Math.min(MAX_WORKERS, availableParallelism());
}

/** Of `--blocked-benign`: where fraud is as likely as not. */
export const BEST = "best";

/** "0.2%", "0.002" or "best". */
export function parseBlockedBenign(written: string): number | typeof BEST {
  return written.trim().toLowerCase() === BEST ? BEST : parseSmallShare(written);
}

export function blockedBenignOption(usual: "0.2%" | "best"): Option {
  const words = `share of benign messages that may be blocked; best: where fraud is as likely as not (default: ${usual})`;
  return new Option("--blocked-benign <share>", words).argParser(parseBlockedBenign);
}
