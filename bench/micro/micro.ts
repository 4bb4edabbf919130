/**
 * `ringfence bench micro`: every engine and stage against what a user would pick instead, by groups. Excluded: building
 * the tables, and a round of warm-up. One thread, all in turn: other work makes ratios less certain, but favours none.
 */
import { RingfenceError } from "../../src/core/errors.ts";
import { BLOCKLIST_ENGINES } from "../../src/detect/blocklist/engines.ts";
import { MATCHER_ENGINES } from "../../src/detect/matcher/engines.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import type { BenchOptions, Findings } from "../harness/bench.ts";
import { chosenEngines, needScenario } from "../harness/chosen-engines.ts";
import { mergedDigest } from "../harness/merged-digest.ts";
import { readTimer } from "../harness/timer.ts";
import { timeLeftOf } from "../harness/stopwatch.ts";
import { BLOCKLIST_GROUP } from "./blocklist.ts";
import { type Group, type MicroContext, type MicroFindings, together } from "./group.ts";
import { MATCHER_GROUP } from "./matcher.ts";
import { measureOwn } from "./own-functions.ts";
import { PRIMITIVES_GROUP } from "./primitives.ts";
import { STAGES_GROUP } from "./stages-bench.ts";

const GROUPS: readonly Group[] = [BLOCKLIST_GROUP, MATCHER_GROUP, STAGES_GROUP, PRIMITIVES_GROUP];

export const MICRO_GROUPS = GROUPS.map(({ name }) => name);

export interface MicroOptions extends BenchOptions {
  /** A module whose functions are measured beside ours, and nothing else. */
  readonly file?: string;
  readonly group?: readonly string[];
  readonly rounds?: number;
  /** Blocklist entries, one size or more. */
  readonly entries?: readonly number[];
  /** Scripts that are known, alike. */
  readonly templates?: readonly number[];
}

const ROUNDS = { full: { rounds: 8, timeMs: 250 }, smoke: { rounds: 1, timeMs: 2 } } as const;

export async function measureMicro(options: MicroOptions): Promise<Findings> {
  const { size, seed, over, onProgress, file, entries, templates } = options;
  const chosen = chosenEngines(over);
  const rounds = { ...ROUNDS[size], ...(options.rounds !== undefined && { rounds: options.rounds }) };
  const context: MicroContext = {
    ...rounds,
    size,
    seed,
    onProgress,
    over,
    entries: entries && [...new Set(entries)],
    templates: templates && [...new Set(templates)],
    engines: {
      blocklist: [...new Set([...BLOCKLIST_ENGINES, chosen.blocklist])],
      matcher: [...new Set([...MATCHER_ENGINES, chosen.matcher])],
    },
  };
  if (file !== undefined) {
    if (options.group !== undefined || over?.length) {
      throw new RingfenceError("usage", "--file measures its functions alone: leave out --group, --settings and --set");
    }
    const found = await measureOwn(file, context);
    return { ...found, settings: { file: printable(file), seed, ...rounds }, details: { timer: { ...readTimer() } } };
  }
  const groups = GROUPS.filter(({ name }) => options.group?.includes(name) ?? true);
  if (needScenario(over) && !groups.includes(STAGES_GROUP)) {
    throw new RingfenceError(
      "usage",
      "--settings, --set: only the group stages runs a scenario: measure it too, or leave them out",
    );
  }
  const parts: MicroFindings[] = [];
  const startedMs = performance.now();
  for (const [done, { name, measure }] of groups.entries()) {
    onProgress(`${name}, group ${done + 1} of ${groups.length}${timeLeftOf(startedMs, done, groups.length)}`);
    parts.push(await measure(context));
  }
  const found = together(parts, mergedDigest(parts.map(({ digest }) => digest)));
  const digests = Object.fromEntries(groups.map(({ name }, at) => [name, parts[at]!.digest ?? null]));
  return {
    ...found,
    settings: {
      groups: groups.map(({ name }) => name).join(","),
      ...rounds,
      ...(entries === undefined ? {} : { entries: entries.join(",") }),
      ...(templates === undefined ? {} : { templates: templates.join(",") }),
      ...chosen,
    },
    details: { ...(found.details as object), timer: { ...readTimer() }, digests },
  };
}
