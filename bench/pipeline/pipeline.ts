/**
 * `ringfence bench pipeline`: events a second of the whole pipeline. The default scenario first, alone; then the
 * product's stages against the obvious pipeline (bench/obvious) over the same events, the same verdicts demanded of
 * both.
 */
import { availableParallelism } from "node:os";
import { RingfenceError } from "../../src/core/errors.ts";
import { formatDigest } from "../../src/metrics/digest.ts";
import { beyondCoresWords } from "../../src/core/machine.ts";
import { formatCount } from "../../src/ui/format.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { CORPORA } from "../harness/corpus/corpus.ts";
import { NO_MODEL } from "../../src/detect/learned/models.ts";
import type { BenchOptions, Findings } from "../harness/bench.ts";
import { chosenEngines, chosenModel, enginesNote } from "../harness/chosen-engines.ts";
import { mergedDigest } from "../harness/merged-digest.ts";
import { type RecordedFile, readRecorded } from "../harness/recorded.ts";
import { type AgainstObvious, measureAgainstObvious } from "./against-obvious.ts";
import { RecordedEventSource } from "./recorded-traffic.ts";
import { Traffic } from "../harness/corpus/traffic.ts";
import { measureDefaultRun } from "./default-run.ts";

export interface PipelineBenchOptions extends BenchOptions {
  readonly workers?: number;
  /** Hours of the scenario; left out: as the size has it. */
  readonly hours?: number;
  /** Screened instead: no scenario is run then, and no corpus made. */
  readonly recorded?: RecordedFile | undefined;
}

const SIZES = {
  full: {
    scenario: "platform-2020",
    hours: 720,
    corpora: CORPORA,
    rounds: 6,
    templates: 1000,
    listed: 100_000,
    events: 262_144,
    obviousEvents: 8000,
  },
  smoke: {
    scenario: "smoke",
    hours: 6,
    corpora: ["clustered"],
    rounds: 1,
    templates: 50,
    listed: 500,
    events: 8192,
    obviousEvents: 1000,
  },
} as const;

/** Against the obvious pipeline, with the settings of the full size. */
const TARGET = { limit: 200, aim: 500 };

export async function measurePipeline(options: PipelineBenchOptions): Promise<Findings> {
  if (options.recorded !== undefined) return measureRecorded(options, options.recorded);
  const { size, seed, onProgress, workers = availableParallelism() } = options;
  const { corpora, ...sized } = SIZES[size];
  const settings = { ...sized, workers, hours: options.hours ?? sized.hours };
  const scenario = loadScenario(settings.scenario, [...(options.over ?? []), `hours=${settings.hours}`]);
  const engines = chosenEngines(options.over);
  const model = chosenModel(options.over);
  const beyondCores = beyondCoresWords(workers, availableParallelism());
  const isTarget = size === "full" && settings.hours === SIZES.full.hours;

  onProgress(`${settings.scenario}, ${settings.hours} hours`);
  const run = await measureDefaultRun({ scenario, seed, workers, isTarget });
  const contests: AgainstObvious[] = [];
  for (const corpus of corpora) {
    onProgress(`both pipelines, ${corpus} corpus`);
    const target = size === "full" ? TARGET : null;
    const group = `${corpus} corpus, ${settings.templates} templates`;
    const traffic = new Traffic({ ...settings, seed, corpus });
    contests.push(await measureAgainstObvious(traffic, { ...settings, corpus, group, target, engines, model }));
  }
  return {
    settings: { ...settings, ...engines, model, similarity: 0.75, fraudMessagePercent: 20 },
    measurements: [
      ...run.measurements.map((row) => ({ ...row, notes: [enginesNote(engines), ...row.notes] })),
      ...contests.flatMap(({ measurements }) => measurements),
    ],
    comparisons: contests.flatMap(({ comparisons }) => comparisons),
    digest: mergedDigest([run.digest, ...contests.map(({ digest }) => formatDigest(digest))])!,
    warnings: [
      ...contests.flatMap((contest, index) => describeDifferences(contest, corpora[index]!, engines.matcher)),
      `throughput of ${settings.scenario} is one run: no interval`,
      ...modelWarnings(model),
      ...(beyondCores === null ? [] : [beyondCores]),
    ],
    details: {
      run: { digest: run.digest, events: run.events, wallSeconds: run.wallSeconds },
      corpora: contests.map((contest, index) => detailsOf(contest, corpora[index]!, settings.events)),
    },
  };
}

/** Both pipelines over the rows of a file, which are taken again from the first on until there are enough. */
async function measureRecorded(options: PipelineBenchOptions, recorded: RecordedFile): Promise<Findings> {
  const { size, onProgress, workers = availableParallelism() } = options;
  if (options.hours !== undefined) {
    throw new RingfenceError("usage", "--file and a scenario exclude each other: leave --hours out");
  }
  const { rounds, ...sized } = SIZES[size];
  onProgress(`reading ${printable(recorded.file)}`);
  const traffic = await readRecorded(recorded, size);
  const engines = chosenEngines(options.over);
  const model = chosenModel(options.over);
  const events = Math.max(sized.events, traffic.rows.length);
  // It goes through all templates for each message: the more there are, the fewer events it gets through in a minute.
  const share = Math.min(1, sized.templates / traffic.scripts.length);
  const obviousEvents = Math.ceil(sized.obviousEvents * share);
  const group = `recorded, ${traffic.scripts.length} templates`;
  onProgress("both pipelines, recorded rows");
  const contest = await measureAgainstObvious(new RecordedEventSource(traffic), {
    corpus: "recorded",
    group,
    workers,
    rounds,
    events,
    obviousEvents,
    target: null,
    engines,
    model,
  });
  const { measurements, comparisons, digest } = contest;
  const beyondCores = beyondCoresWords(workers, availableParallelism());
  return {
    settings: { ...traffic.settings, workers, rounds, events, obviousEvents, ...engines, model, similarity: 0.75 },
    measurements,
    comparisons,
    digest: formatDigest(digest),
    warnings: [
      ...traffic.remarks,
      ...(traffic.rows.length < events
        ? [`rows were taken again and again, until there were ${formatCount(events)}: caches know them`]
        : []),
      ...((traffic.blocklist?.hosts.length ?? 0) > 0
        ? ["domains of the blocklist are left out here: the obvious pipeline has no such step"]
        : []),
      "blocklist and text match alone, as the obvious pipeline has it; bench open-loop and bench scaling screen with more stages",
      ...modelWarnings(model),
      ...describeDifferences(contest, "recorded", engines.matcher),
      ...(beyondCores === null ? [] : [beyondCores]),
    ],
    details: { corpora: [detailsOf(contest, "recorded", events)] },
  };
}

function detailsOf({ digest, compared, differing, matches, listings }: AgainstObvious, corpus: string, events: number) {
  return { corpus, digest: formatDigest(digest), events, compared, differing, matches, listings };
}

function modelWarnings(model: string): string[] {
  return model === NO_MODEL
    ? []
    : [`ringfence also scores texts by the model ${printable(model)}; the obvious pipeline has no such step`];
}

function describeDifferences({ compared, differing }: AgainstObvious, corpus: string, matcher: string): string[] {
  if (differing === 0) return [];
  return [`${matcher} decided otherwise than scan on ${differing} of ${compared} events, ${corpus}: it is approximate`];
}
