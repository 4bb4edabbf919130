/** The input of the sections: the result of a run, and of its paired runs. */
import type { Machine } from "../core/machine.ts";
import type { MatcherTrial } from "../detect/matcher/try-matcher.ts";
import type { LoopInput } from "../metrics/loop-input.ts";
import type { Tally } from "../metrics/tally.ts";
import type { TracedWarning } from "../metrics/traced-warning.ts";
import type { FilterTrial } from "../record/filter-trial.ts";

export interface ReportInput {
  readonly scenario: string;
  readonly seed: number;
  readonly workers: number;
  readonly reproduce: string;
  readonly tally: Tally;
  /** Counted apart from the tally: see `balanceLedger`. */
  readonly planned?: number;
  /** Tried at the end of the run; null without one. */
  readonly filter: FilterTrial | null;
  /** Tried at the end too; null or left out if it decides as `scan` does. */
  readonly matcher?: MatcherTrial | null;
  readonly loop: LoopInput;
  readonly performance: {
    readonly wallSeconds: number;
    readonly peakRssMiB: number;
    readonly node: string;
    readonly machine?: Machine;
    /** Of the wall time. */
    readonly mainThreadBusy: number;
    readonly wallSecondsAllArms: number;
  };
}

export interface RunResult extends ReportInput {
  readonly traced: readonly TracedWarning[];
}
