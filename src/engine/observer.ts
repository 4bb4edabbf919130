/** What a run shows of itself while it goes on: ticks to whoever watches it, and events one by one as samples. */
import type { Identity } from "../event/identity.ts";
import type { TeamState, Delivery, EarlyWarning, WarningLevel } from "../record/warning.ts";
import type { GangState } from "../record/gang-state.ts";
import type { SealedTables } from "./pipeline.ts";
import type { TableStatistics, Platform } from "./platform.ts";
import type { Tally } from "../metrics/tally.ts";
import type { BatchView } from "./worker-output.ts";
import type { EpisodeTable } from "../world/episodes/episode-table.ts";
import type { World } from "../world/world.ts";

/** Whoever watches a run while it goes on. What it is handed is for reading. */
export interface Observer {
  /** What one task brought back of a tick, in no particular order within two ticks. Valid during the call alone. */
  onTally(tick: number, tally: Tally): void;
  /**
   * All of a tick has been screened and come to what it comes to, and its tables still stand. The run goes on when this
   * resolves.
   */
  onSettled(tick: number): Promise<void>;
  /** A tick is done. The state is as of its end. */
  onConcluded(tick: number, state: LoopState): void;
}

/** The closed loop as of the end of a tick. Lists hold all since the run began, and grow: take what is new. */
export interface LoopState {
  /** Episodes under way, and how those went that ended, in the order in which they did. */
  readonly openEpisodes: number;
  readonly episodesUnderWay: () => ReturnType<EpisodeTable["underWay"]>;
  readonly endedEpisodes: EpisodeTable["ended"];
  readonly warnings: readonly EarlyWarning[];
  readonly deliveries: readonly Delivery[];
  readonly teams: readonly TeamState[];
  /** What the tick was screened with. */
  readonly tableStatistics: TableStatistics;
  /** What gangs have and do. Truth: for whoever watches alone. */
  readonly gangs: () => GangState;
  /** The highest level that a warning had risen to at a time; what it says, and the number that it was sent to. */
  readonly levelAt: (warning: EarlyWarning, timeMs: number) => WarningLevel;
  readonly describe: (warning: EarlyWarning) => { readonly text: string; readonly number: Identity };
}

/**
 * What may be begun while a run goes on: it comes to what the same run comes to if its scenario says so from the start.
 * To be called between ticks.
 */
export interface Switches {
  /** The first hour from which on something may begin now. */
  readonly earliestHour: number;
  /** Police trace cards from `fromHour` on: no crackdown has begun by then, and the hour is not before the earliest. */
  startCrackdown(fromHour: number): void;
  /** Gangs turn to what pays from `fromHour` on: they do not yet, and the hour is not before the earliest. */
  letGangsAdapt(fromHour: number): void;
}

/** One event of a run, with what it was screened with. */
export interface Sample {
  readonly tick: number;
  readonly view: BatchView;
  readonly row: number;
  readonly tables: SealedTables;
  readonly platform: Platform;
  /** The name of the script that a gang's contact follows, from its truth. */
  readonly scriptOf: World["scriptOf"];
}
