/**
 * `ringfence bench compare A B`: is B worse than A? Two checkouts or commands, run in pairs, or two results; the answer
 * is the exit code.
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type CompareOptions, compare, comparePairs } from "../../../bench/compare/compare.ts";
import { type Contender, contenderOf } from "../../../bench/compare/contender.ts";
import { buildOf } from "../../../bench/harness/build-stamp.ts";
import { renderMarkdown } from "../../../bench/compare/markdown.ts";
import { PairLog } from "../../../bench/compare/pair-log.ts";
import { MAX_PAIRS, runPairs } from "../../../bench/compare/pairs.ts";
import { DEFAULT_PAIRS } from "../../../bench/harness/rank-statistics/defaults.ts";
import { tooFewPairs } from "../../../bench/harness/rank-statistics/power.ts";
import { renderComparison, renderSelfTest } from "../../../bench/compare/render.ts";
import type { ComparisonResult } from "../../../bench/compare/result.ts";
import { selfTest } from "../../../bench/compare/self-test.ts";
import { asked, seriesOfPairs } from "../../../bench/compare/series.ts";
import { DEFAULT_MIN_EFFECT } from "../../../bench/harness/rank-statistics/defaults.ts";
import { commandName } from "../../core/command-name.ts";
import { counted } from "../../core/counted.ts";
import { RingfenceError } from "../../core/errors.ts";
import { print, printEmphasised } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { endOnSignals } from "../end-on-signals.ts";
import { readNumber, wholeNumber } from "../options/numbers.ts";
import { DEFAULT_SEED, parseSeed } from "../options/options.ts";
import { jsonDocument, wantsColour } from "../output.ts";
import { shellQuote } from "../options/shell-quote.ts";

const MAX_MIN_EFFECT_PERCENT = 100;
/** The error names so many figures; the table has them all. */
const MAX_NAMED = 3;
/**
 * All stages and the loop, for so many hours that four fifths of the processor time goes by the event, not to the start
 * and to compilers (of 48 hours it is less than half). A bench sees less and sees it more sharply.
 */
const DEFAULT_WORK = "run platform-2020 --no-counterfactual --set hours=240";

interface Given extends Omit<CompareOptions, "work" | "onProgress" | "onNote"> {
  readonly work: string;
  readonly selfTest?: boolean;
  readonly seed: number;
  readonly out?: string;
  readonly resume?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly quiet?: boolean;
}

const HELP = `
A and B are checkouts (directories, built), commands for the shell, or results
that were kept (bench.json, report.json). A command that prints a result as
JSON is compared by its figures, any other by its wall time.

Exit codes: 0 nothing is worse by the minimum effect or more; 3 something is;
4 that cannot be told: B lacks a figure of A, say, or the machines of two
results differ; 5 the figures of a result must not be used; 7 a run failed;
130 interrupted. Finished pairs are kept then, also where a run fails.`;

export function registerCompare(bench: Command): void {
  bench
    .command("compare")
    .description("is B worse than A? Runs both in interleaved pairs of fresh processes, or reads two results")
    .argument("[a]", "a checkout, a command, or a result that was kept")
    .argument("[b]", "the same for what is to be judged")
    .option("--pairs <n>", "pairs of processes", wholeNumber(1, MAX_PAIRS), DEFAULT_PAIRS)
    .option("--work <words>", "what a checkout runs, after `ringfence`: a bench or a run", DEFAULT_WORK)
    .addOption(minEffectOption())
    .option("--metric <text>", "only figures whose names contain this")
    .option("--self-test", "run A against A: how often would it err on this machine?")
    .option("--seed <n>", "of the draws of --self-test", parseSeed, DEFAULT_SEED)
    .option(
      "--out <dir>",
      "keep each pair there as it is finished (pairs.jsonl): a directory that is not there, or empty",
    )
    .option(
      "--resume <dir>",
      "go on with the pairs kept there, with the options that they were begun with or others; with --pairs no more than they are, only judge them",
    )
    .option("--json", "print one JSON document and nothing else")
    .option("--markdown", "print a table in Markdown and nothing else: for the summary of a job")
    .option("--quiet", "do not say what is being run")
    .addHelpText("after", HELP)
    .action(async (a: string | undefined, b: string | undefined, given: Given, command: Command) => {
      const isTyped = (name: keyof Given): boolean => command.getOptionValueSource(name) === "cli";
      const tell = told("running ", given);
      let underWay: string | null = null;
      const options = {
        ...given,
        work: workOf(given.work),
        onProgress: (what: string): void => {
          underWay = what;
          tell(what);
        },
        onNote: told("Note: ", given),
      };
      if (given.json && given.markdown) throw new RingfenceError("usage", "--json or --markdown: take one of them");
      if (given.resume !== undefined || given.out !== undefined) checkKept(given);
      const kept: Kept = { log: null };
      const goOnAtSignals = endOnSignals(() => {
        if (underWay !== null) print(process.stderr, `ringfence: interrupted in ${underWay}: ${keptWords(kept.log)}\n`);
      });
      try {
        if (given.resume !== undefined)
          end(show(await resume(given.resume, a, b, { ...options, isTyped }, kept), given));
        else if (a === undefined) throw new RingfenceError("usage", "expected A and B, got neither: name both");
        else if (given.selfTest) await testItself(a, b, options);
        else if (b === undefined) {
          throw new RingfenceError("usage", "expected A and B, got one: name both, or --self-test");
        } else end(show(await compareKeeping(a, b, options, kept), given));
      } finally {
        goOnAtSignals();
      }
    });
}

/** The pairs that are under way. */
interface Kept {
  log: PairLog | null;
}

type Options = CompareOptions & Omit<Given, "work">;

/** What is finished is kept, too, where a run fails. */
async function compareKeeping(a: string, b: string, options: Options, kept: Kept): Promise<ComparisonResult> {
  const [ofA, ofB] = [contenderOf(a), contenderOf(b)];
  if (ofA.kind === "file" || ofB.kind === "file") {
    if (options.out !== undefined) throw new RingfenceError("usage", "--out keeps pairs, and two results have none");
    return compare(ofA, ofB, options);
  }
  const { work, pairs, minEffect, metric = null, out } = options;
  const builds = { a: buildIn(ofA), b: buildIn(ofB) };
  kept.log = PairLog.start({ a, b, work: [...work], pairs, minEffect, metric, builds }, out);
  return measureInto(kept.log, options);
}

/** What a checkout runs; of a command nobody can tell. */
function buildIn({ kind, label }: Contender): string | null {
  return kind === "checkout" ? buildOf(label) : null;
}

interface ResumeOptions extends Options {
  /** Whether an option stands in the command line: what does not is as it was. */
  readonly isTyped: (name: keyof Given) => boolean;
}

async function resume(
  directory: string,
  a: string | undefined,
  b: string | undefined,
  { isTyped, ...options }: ResumeOptions,
  kept: Kept,
): Promise<ComparisonResult> {
  const log = PairLog.resume(directory);
  const { plan, pairs } = log;
  const begun = printable(plan.work.join(" "));
  if ((a ?? plan.a) !== plan.a || (b ?? plan.b) !== plan.b) {
    throw new RingfenceError(
      "usage",
      `--resume ${directory} goes on with ${printable(plan.a)} against ${printable(plan.b)}: leave A and B out`,
    );
  }
  if (isTyped("work") && options.work.join(" ") !== plan.work.join(" ")) {
    throw new RingfenceError("usage", `--resume ${directory} goes on with the work "${begun}": leave --work out`);
  }
  kept.log = log;
  log.change({
    pairs: isTyped("pairs") ? options.pairs : plan.pairs,
    minEffect: isTyped("minEffect") ? options.minEffect : plan.minEffect,
    metric: isTyped("metric") ? (options.metric ?? null) : plan.metric,
  });
  if (pairs.length > 0) options.onNote(`${pairs.length} pairs were kept in ${directory}`);
  if (pairs.length > 0 && pairs.length < log.plan.pairs) checkBuilds(log);
  return measureInto(log, options);
}

/** Pairs of two builds are no pairs of one comparison, whatever commit they say they are of. */
function checkBuilds({ plan, pairs }: PairLog): void {
  for (const side of ["a", "b"] as const) {
    const now = buildIn(contenderOf(plan[side]));
    if (now === plan.builds[side]) continue;
    const found = `what is built in ${printable(plan[side])} is not what the kept pairs ran`;
    const judge = `judge them as they are with --pairs ${pairs.length}, or begin anew, without --resume`;
    throw new RingfenceError("noData", `${side.toUpperCase()} is another build: ${found}. Build that again, ${judge}`);
  }
}

async function measureInto(log: PairLog, options: Options): Promise<ComparisonResult> {
  const { a, b, work, pairs, minEffect, metric } = log.plan;
  const [ofA, ofB] = [contenderOf(a), contenderOf(b)];
  const { metric: _, ...rest } = options;
  try {
    return await compare(ofA, ofB, {
      ...rest,
      work,
      pairs,
      minEffect,
      ...(metric === null ? {} : { metric }),
      finished: [...log.pairs],
      onPair: (pair) => log.add(pair),
    });
  } catch (error) {
    if (!(error instanceof RingfenceError) || log.pairs.length === 0) throw error;
    throw new RingfenceError(error.code, `${error.message}\nOf the comparison, ${keptWords(log)}`, { cause: error });
  }
}

/** Keeps them, where that was not done as they came. */
function keptWords(log: PairLog | null): string {
  const directory = log?.keep() ?? null;
  if (log === null || directory === null) return "nothing is kept, as no pair was finished";
  const count = log.pairs.length;
  const again = `${commandName()} bench compare --resume ${shellQuote(directory)}`;
  return (
    `${counted(count, "finished pair")} ${count === 1 ? "is" : "are"} kept in ${printable(directory)}: ` +
    `"${again}" goes on, and with "--pairs ${count}" judges ${count === 1 ? "it" : "them"} as ${count === 1 ? "it is" : "they are"}`
  );
}

function checkKept({ selfTest: isSelfTest, resume: from, out }: Given): void {
  const option = from === undefined ? "--out" : "--resume";
  if (isSelfTest) throw new RingfenceError("usage", `${option} is for comparisons: a self-test keeps no pairs`);
  if (from !== undefined && out !== undefined) {
    throw new RingfenceError("usage", "--resume keeps further pairs where the others are: leave --out out");
  }
}

/** What else ringfence does keeps no result. */
function workOf(written: string): string[] {
  const words = written.split(/\s+/).filter((word) => word !== "");
  if (words[0] === "bench" || words[0] === "run") return words;
  throw new RingfenceError(
    "usage",
    `--work: expected a bench or a run ("bench micro --group matcher", "run smoke"), got "${printable(written)}". ` +
      'Anything else is compared as a command: A and B may be "node <checkout>/dist/src/cli/main.js ..."',
  );
}

function told(lead: string, { quiet, json, markdown }: Given): (what: string) => void {
  return quiet || json || markdown ? () => {} : (what) => print(process.stderr, `${lead}${printable(what)}\n`);
}

function show(result: ComparisonResult, { json, markdown }: Given): ComparisonResult {
  if (json) print(process.stdout, jsonDocument(result));
  else if (markdown) print(process.stdout, renderMarkdown(result));
  else printEmphasised(process.stdout, `${renderComparison(result, { colour: wantsColour(process.stdout) })}\n`);
  return result;
}

function end({ outcome, metrics, untold, sameDecisions }: ComparisonResult): void {
  const namesOf = (verdict: string): string[] =>
    metrics.filter((metric) => metric.verdict === verdict).map(({ name }) => name);
  if (outcome === "regression")
    throw new RingfenceError("regression", `B is worse than A: ${listed(namesOf("worse"))}`);
  if (outcome === "nothingWorse") return;
  const unclear = [...namesOf("cannotTell"), ...untold];
  const why =
    metrics.length === 0
      ? "A and B have no figure in common"
      : sameDecisions === false
        ? "they decided differently, so one may be faster because it does less"
        : unclear.length > 0
          ? listed(unclear)
          : "no digest says that they decided alike, so one may be faster because it does less";
  throw new RingfenceError("noData", `cannot tell whether B is worse than A: ${why}`);
}

function listed(names: readonly string[]): string {
  const others = names.length > MAX_NAMED ? `; and ${names.length - MAX_NAMED} more` : "";
  return names.slice(0, MAX_NAMED).join("; ") + others;
}

/** The verdict on A against A is shown too: the pairs as they were. */
async function testItself(
  written: string,
  b: string | undefined,
  options: CompareOptions & Omit<Given, "work">,
): Promise<void> {
  const a = contenderOf(written);
  if (b !== undefined) throw new RingfenceError("usage", "--self-test runs A against A: leave B out");
  if (a.kind === "file") throw new RingfenceError("usage", "--self-test runs A: name a checkout or a command");
  const pairs = await runPairs(a, a, options);
  const comparison = comparePairs(a, a, pairs, options);
  options.onProgress("comparisons drawn from these pairs");
  const test = await selfTest(asked(seriesOfPairs(pairs), options.metric).series, options);
  const tested = { ...comparison, selfTest: test } satisfies ComparisonResult;
  if (options.json) print(process.stdout, jsonDocument(tested));
  else {
    const style = { colour: wantsColour(process.stdout) };
    printEmphasised(process.stdout, `${renderComparison(comparison, style)}\n\n${renderSelfTest(tested, style)}\n`);
  }
  if (test.passed) return;
  if (test.unlike.length > 0) {
    const names = test.unlike.map(({ name, verdict }) => `${verdict} by ${name}`).join("; ");
    throw new RingfenceError("noData", `A was told from itself (${names}): the sides are not treated alike here`);
  }
  const tooFew = tooFewPairs(options.pairs, comparison.metrics.length);
  throw new RingfenceError("noData", tooFew ?? "this machine is too noisy for that many pairs of this work");
}

function minEffectOption(): Option {
  return new Option("--min-effect <percent>", "below it nothing counts")
    .argParser(parsePercent)
    .default(DEFAULT_MIN_EFFECT, `${DEFAULT_MIN_EFFECT * 100}`);
}

function parsePercent(written: string): number {
  const percent = readNumber(written);
  if (percent <= MAX_MIN_EFFECT_PERCENT) return percent / 100;
  throw new InvalidArgumentError(`Expected per cent, from 0 to ${MAX_MIN_EFFECT_PERCENT}.`);
}
