/**
 * `ringfence bench micro`: every engine and stage against what a user would pick instead, by groups. Excluded: building
 * the tables, and a round of warm-up. One thread, all in turn: other work makes ratios less certain, but favours none.
 */
import { RingfenceError } from "../../src/core/errors.ts";
import { BLOCKLIST_ENGINES } from "../../src/detect/blocklist/engines.ts";
import { MATCHER_ENGINES } from "../../src/detect/matcher/engines.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { CORPORA } from "../harness/corpus/corpus.ts";
import type { BenchOptions, Findings } from "../harness/bench.ts";
import { chosenEngines, withChosen } from "../harness/chosen-engines.ts";
import { mergedDigest } from "../harness/merged-digest.ts";
import type { BenchSize } from "../harness/result.ts";
import { measureBlocklist } from "./blocklist-bench.ts";
import { measureDifferences } from "./differential.ts";
import { type MatcherBenchOptions, measureMatcher } from "./matcher-bench.ts";
import type { MicroContext, MicroFindings } from "./micro-context.ts";
import { measureOwn } from "./own-functions.ts";
import { measurePrimitives } from "./primitives.ts";
import { measureStages } from "./stages-bench.ts";
import { readTimer } from "../harness/timer.ts";
import { timeLeftOf } from "../harness/time-left.ts";

export const MICRO_GROUPS = ["blocklist", "matcher", "templates", "differential", "stages", "primitives"] as const;
export type MicroGroup = (typeof MICRO_GROUPS)[number];

export interface MicroOptions extends BenchOptions {
  /** A module whose functions are measured beside ours, and nothing else. */
  readonly file?: string;
  /** Without any, all. */
  readonly group?: readonly MicroGroup[];
  readonly rounds?: number;
  /** Blocklist entries, one size or more. */
  readonly entries?: readonly number[];
}

type MatcherSizes = Omit<MatcherBenchOptions, "kind" | "targets">;

interface Sizes {
  readonly rounds: number;
  readonly timeMs: number;
  readonly entries: readonly number[];
  readonly probes: number;
  readonly matcher: MatcherSizes;
  readonly large: MatcherSizes;
  readonly differential: { readonly messages: number; readonly templates: number };
  readonly stages: { readonly scenario: string; readonly tick: number; readonly batchEvents: number };
  readonly normaliserMessages: number;
}

const SIZES: Readonly<Record<BenchSize, Sizes>> = {
  full: {
    rounds: 8,
    timeMs: 250,
    entries: [100_000, 1_000_000],
    probes: 1_000_000,
    matcher: {
      templates: 1000,
      messages: 20_000,
      handSize: 100,
      compared: 500,
      peerHandSize: 10,
      rapidfuzzHandSize: 1000,
    },
    // A scan takes a tenth of a second a message: a sample of a few hundred.
    large: { templates: 100_000, messages: 6000, handSize: 20, compared: 60, peerHandSize: 0, rapidfuzzHandSize: 60 },
    differential: { messages: 100_000, templates: 200 },
    stages: { scenario: "platform-2020", tick: 20, batchEvents: 4096 },
    normaliserMessages: 20_000,
  },
  smoke: {
    rounds: 1,
    timeMs: 2,
    entries: [2000],
    probes: 20_000,
    matcher: { templates: 40, messages: 200, handSize: 20, compared: 100, peerHandSize: 10, rapidfuzzHandSize: 20 },
    large: { templates: 300, messages: 200, handSize: 20, compared: 20, peerHandSize: 0, rapidfuzzHandSize: 20 },
    differential: { messages: 1000, templates: 50 },
    stages: { scenario: "smoke", tick: 6, batchEvents: 256 },
    normaliserMessages: 400,
  },
};

const MATCHER_TARGETS = {
  scan: { atLeast: 350, aim: 1000 },
  rapidfuzz: { atLeast: 28, aim: 80 },
};
const LARGE_TARGETS = { scan: { atLeast: 1800, aim: 6000 } };

export async function measureMicro(options: MicroOptions): Promise<Findings> {
  const sizes = applied(options);
  const isFull = options.size === "full";
  const chosen = chosenEngines(options);
  const engines = {
    blocklist: withChosen(BLOCKLIST_ENGINES, chosen.blocklist),
    matcher: withChosen(MATCHER_ENGINES, chosen.matcher),
  };
  const context: MicroContext = { ...sizes, engines, seed: options.seed, onProgress: options.onProgress, isFull };
  if (options.file !== undefined) return measureFile(options.file, options, sizes, context);
  const groups = MICRO_GROUPS.filter((group) => options.group?.includes(group) ?? true);
  if (options.over?.length && !groups.includes("stages")) {
    throw new RingfenceError(
      "usage",
      "--settings, --set: only the group stages runs a scenario: measure it too, or leave them out",
    );
  }
  const parts: MicroFindings[] = [];
  const digests: Record<string, string | undefined> = {};
  const startedMs = performance.now();
  for (const [done, group] of groups.entries()) {
    options.onProgress(`${group}, group ${done + 1} of ${groups.length}${timeLeftOf(startedMs, done, groups.length)}`);
    const found = await measureGroup(group, sizes, context, options.over);
    digests[group] = mergedDigest(found.map((part) => part.digest));
    parts.push(...found);
  }
  const digest = mergedDigest(Object.values(digests));
  return {
    settings: settingsOf(options, sizes),
    measurements: parts.flatMap(({ measurements }) => measurements),
    comparisons: parts.flatMap(({ comparisons }) => comparisons),
    problems: parts.flatMap(({ problems }) => problems),
    warnings: [...new Set(parts.flatMap(({ warnings }) => warnings))],
    details: Object.assign(
      { timer: readTimer(), digests },
      ...parts.map(({ details }) => details ?? {}),
    ) as Findings["details"],
    ...(digest !== undefined && { digest }),
  };
}

/** Of a module of a user's own: some ten seconds at full size. */
async function measureFile(
  file: string,
  { group, over, seed }: MicroOptions,
  { rounds, timeMs, matcher, entries }: Sizes,
  context: MicroContext,
): Promise<Findings> {
  if (group !== undefined || over?.length) {
    throw new RingfenceError("usage", "--file measures its functions alone: leave out --group, --settings and --set");
  }
  const { messages, templates } = matcher;
  const own = { messages, templates, entries: entries[0]! };
  const found = await measureOwn(file, own, context);
  return {
    ...found,
    settings: { file: printable(file), seed, rounds, timeMs, ...own },
    details: { timer: { ...readTimer() } },
  };
}

async function measureGroup(
  group: MicroGroup,
  sizes: Sizes,
  context: MicroContext,
  over: MicroOptions["over"],
): Promise<MicroFindings[]> {
  switch (group) {
    case "blocklist":
      return [measureBlocklist(sizes.entries, context)];
    case "matcher":
      return measureCorpora(sizes.matcher, context.isFull ? MATCHER_TARGETS : {}, context);
    case "templates":
      return measureCorpora(sizes.large, context.isFull ? LARGE_TARGETS : {}, context);
    case "differential":
      return [measureDifferences(sizes.differential.messages, sizes.differential.templates, context)];
    case "stages":
      return [await measureStages({ ...sizes.stages, scenario: loadScenario(sizes.stages.scenario, over) }, context)];
    case "primitives":
      return [measurePrimitives(sizes.normaliserMessages, context)];
  }
}

async function measureCorpora(
  sizes: MatcherSizes,
  targets: MatcherBenchOptions["targets"],
  context: MicroContext,
): Promise<MicroFindings[]> {
  const parts: MicroFindings[] = [];
  for (const kind of CORPORA) parts.push(await measureMatcher({ ...sizes, kind, targets }, context));
  return parts;
}

/** The sizes with what the user set. */
function applied({ size, rounds, entries }: MicroOptions): Sizes {
  const sizes = SIZES[size];
  return { ...sizes, rounds: rounds ?? sizes.rounds, entries: [...new Set(entries ?? sizes.entries)] };
}

function settingsOf(options: MicroOptions, sizes: Sizes): Findings["settings"] {
  return {
    groups: (options.group ?? MICRO_GROUPS).join(","),
    rounds: sizes.rounds,
    timeMs: sizes.timeMs,
    entries: sizes.entries.join(","),
    templates: sizes.matcher.templates,
    messages: sizes.matcher.messages,
    largeTemplates: sizes.large.templates,
    largeMessages: sizes.large.messages,
    differentialMessages: sizes.differential.messages,
    differentialTemplates: sizes.differential.templates,
    scenario: sizes.stages.scenario,
    ...(options.blocklistEngine === undefined ? {} : { blocklistEngine: chosenEngines(options).blocklist }),
    ...(options.engine === undefined ? {} : { engine: chosenEngines(options).matcher }),
  };
}
