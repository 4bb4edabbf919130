/** What the sections of a report are made from: the result of a run, and of the runs that are paired with it. */
import type { Machine } from "../core/machine.ts";
import type { MatcherTrial } from "../detect/matcher/try-matcher.ts";
import type { LoopInput } from "../metrics/loop-input.ts";
import type { Tally } from "../metrics/tally.ts";
import type { TextTrial } from "../metrics/text-trial.ts";
import type { TracedWarning } from "../metrics/traced-warning.ts";
import type { FilterTrial } from "../record/filter-trial.ts";

/** What the report needs to know of a run beside its tally. */
export interface ReportInput {
  readonly scenario: string;
  readonly seed: number;
  readonly workers: number;
  /** The command line that repeats the run. */
  readonly reproduce: string;
  /** The merged tally of all batches. */
  readonly tally: Tally;
  /** Events that were planned, by a count apart from the tally's: see `balanceLedger`. */
  readonly planned?: number;
  /** The blocklist's filter, tried at the end of the run; null when it has none. */
  readonly filter: FilterTrial | null;
  /** What character pairs alone would have done; null where there was nothing to learn from, or nobody asked. */
  readonly textTrial?: TextTrial | null;
  /** The matcher, tried then too; null or left out where it decides as `scan` does. */
  readonly matcher?: MatcherTrial | null;
  readonly loop: LoopInput;
  readonly performance: {
    readonly wallSeconds: number;
    readonly peakRssMiB: number;
    readonly node: string;
    readonly machine?: Machine;
    /** Share of the wall time that the main thread was busy. */
    readonly mainThreadBusy: number;
    /** With the paired runs. */
    readonly wallSecondsAllArms: number;
  };
}

/** With what several sections count from. */
export interface RunResult extends ReportInput {
  readonly traced: readonly TracedWarning[];
}
