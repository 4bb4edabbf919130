/**
 * What each channel of warnings does, by randomised comparison: the main arm again without it, and all else, the seed
 * too, as it is. A count of who heeded which channel cannot tell: whoever is still there for a visit refused before.
 */
import {
  type Channels,
  compareChannel,
  countChannels,
  REMOVABLE_CHANNELS,
  type RemovableChannel,
} from "../metrics/channels.ts";
import type { LoopRecords } from "../metrics/loop-input.ts";
import type { Scenario } from "../scenario/schema.ts";
import { withPool } from "../engine/simulation-pool.ts";
import { type SimulationOptions, simulate } from "../engine/simulation.ts";

/** One of the further runs, numbered from 1. */
export interface ChannelRun {
  readonly without: RemovableChannel;
  readonly run: number;
  readonly runs: number;
}

export interface ChannelsOptions extends Pick<
  SimulationOptions,
  "scenario" | "seed" | "workers" | "batchEvents" | "onTick" | "pool" | "workerDeadlineSeconds"
> {
  /** The main arm, where it has been run already; else it is run first. */
  readonly base?: LoopRecords;
  /** Called when a further run starts. */
  readonly onRun?: (run: ChannelRun) => void;
}

/** Takes one run of the scenario for each of REMOVABLE_CHANNELS, in that order. */
export function measureChannels(options: ChannelsOptions): Promise<Channels> {
  return withPool(options, (pool) => removeEach({ ...options, pool }));
}

async function removeEach({ base, onRun, ...options }: ChannelsOptions): Promise<Channels> {
  const { scenario } = options;
  const gangs = scenario.gangs.count;
  const all = countChannels(base ?? (await simulate(options)), gangs);
  const rows: Channels["rows"][number][] = [];
  for (const [index, channel] of REMOVABLE_CHANNELS.entries()) {
    onRun?.({ without: channel, run: index + 1, runs: REMOVABLE_CHANNELS.length });
    const without = await simulate({ ...options, scenario: withoutChannel(scenario, channel) });
    rows.push(compareChannel(channel, all, countChannels(without, gangs)));
  }
  return { base: all.outcome, rows };
}

/** The scenario in which nobody is warned by that channel. */
export function withoutChannel(scenario: Scenario, channel: RemovableChannel): Scenario {
  return { ...scenario, dissuasion: { ...scenario.dissuasion, [`${channel}From`]: "never" } };
}
