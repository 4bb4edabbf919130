/** `ringfence bench compare A B`: is B worse than A? The answer is the exit code. */
import type { Command } from "commander";
import { type CompareOptions, compare } from "../../../bench/compare/compare.ts";
import { contenderOf } from "../../../bench/compare/contender.ts";
import { MAX_PAIRS } from "../../../bench/compare/pairs.ts";
import { renderComparison, summaryWords } from "../../../bench/compare/render.ts";
import { RingfenceError, usageError } from "../../core/errors.ts";
import { printable } from "../../core/terminal/printable.ts";
import { endOnSignals } from "../end-on-signals.ts";
import { numberIn, wholeNumber } from "../options/numbers.ts";
import type { Flags } from "../options/options.ts";
import { printResult } from "../output.ts";
import { sayer } from "../progress.ts";

/** Four fifths of its processor time go by the event, not to start and compilers. */
const DEFAULT_WORK = "run platform-2020 --no-counterfactual --set hours=240";

interface Given extends Omit<CompareOptions, "work" | "onProgress">, Flags<"json" | "quiet"> {
  readonly work: string;
}

const HELP = `
A and B are checkouts (directories, built), commands for the shell, or kept
results of benches (bench.json). A bench is compared by its figures, all else by
its processor time, or, below one second of that, by its wall time.

The exit code is the answer: 0 nothing is worse by the minimum effect or more;
3 something is; 4 that cannot be told: B lacks a figure of A, say, or the
machines of two results differ.`;

export function registerCompare(bench: Command): void {
  bench
    .command("compare")
    .description("is B worse than A? Runs both in interleaved pairs of fresh processes, or reads two results")
    .argument("<a>", "a checkout, a command, or a result that was kept")
    .argument("<b>", "the same for what is to be judged")
    .option("--pairs <n>", "pairs of processes", wholeNumber(1, MAX_PAIRS), 20)
    .option("--work <words>", "what a checkout runs, after `ringfence`: a bench or a run", DEFAULT_WORK)
    .option("--min-effect <percent>", "below it nothing counts", numberIn(0, 100), 2)
    .option("--metric <text>", "only figures whose names contain this")
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "do not say what is being run")
    .addHelpText("after", HELP)
    .action((a: string, b: string, given: Given) => {
      const goOnAtSignals = endOnSignals();
      return judge(a, b, given).finally(goOnAtSignals);
    });
}

async function judge(a: string, b: string, { minEffect, ...given }: Given): Promise<void> {
  const asked = { ...given, minEffect: minEffect / 100, work: workOf(given.work), onProgress: sayer("running", given) };
  const result = await compare(contenderOf(a), contenderOf(b), asked);
  printResult(given, result, (style) => `${renderComparison(result, style)}\n`);
  if (result.outcome === "nothingWorse") return;
  throw new RingfenceError(result.outcome === "regression" ? "regression" : "noData", summaryWords(result));
}

/** Other verbs keep no result. */
function workOf(written: string): string[] {
  const words = written.split(/\s+/).filter((word) => word !== "");
  if (words[0] === "bench" || words[0] === "run") return words;
  const found = `expected a bench or a run ("bench micro --group matcher", "run smoke"), got "${printable(written)}"`;
  const advice = 'anything else is compared as a command: A and B may be "node <checkout>/dist/src/cli/main.js ..."';
  throw usageError(`--work: ${found}: ${advice}`);
}
