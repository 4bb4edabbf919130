/** The settings that are tried: engines, what they are told, stages switched off, and how many templates are known. */
import { BEHAVIOUR } from "../../src/detect/behaviour/stage.ts";
import type { ListingsHandle } from "../../src/detect/blocklist/listings.ts";
import { BLOCKLIST } from "../../src/detect/blocklist/stage.ts";
import { CLASSIFY } from "../../src/detect/classifier/stage.ts";
import { LEARNED } from "../../src/detect/learned/stage.ts";
import type { MatcherHandle } from "../../src/detect/matcher/template-table.ts";
import { MATCH } from "../../src/detect/matcher/stage.ts";
import { BLOCKLIST_ENGINES, createTable, DEFAULT_BLOCKLIST_ENGINE } from "../../src/detect/blocklist/engines.ts";
import { listedBlocksOf } from "../../src/detect/blocklist/listed-blocks.ts";
import { FINDERS } from "../../src/detect/finders.ts";
import { DEFAULT_MATCHER_ENGINE, MATCHER_ENGINES, buildMatcher } from "../../src/detect/matcher/engines.ts";
import type { ScreeningTables } from "../../src/detect/screening.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { plainTitle } from "../../src/detect/stage.ts";
import { StageTables, tablesOfAll } from "../../src/detect/tables.ts";
import { FALSE_POSITIVE_RATE } from "../harness/entries.ts";
import type { Knowledge } from "./labelled-events.ts";

export interface Setting {
  readonly name: string;
  readonly blocklist: string;
  readonly falsePositiveRate: number;
  readonly matcher: string;
  readonly threshold: number;
  /** Share of the templates that is known: the latest. */
  readonly templateShare: number;
  readonly off: readonly string[];
}

export const DEFAULT_SETTING: Setting = {
  name: "default",
  blocklist: DEFAULT_BLOCKLIST_ENGINE,
  falsePositiveRate: FALSE_POSITIVE_RATE,
  matcher: DEFAULT_MATCHER_ENGINE,
  threshold: 0.75,
  templateShare: 1,
  off: [],
};

const SWITCHED = FINDERS.filter(({ isAlwaysOn }) => !isAlwaysOn);

const DEPARTURES: readonly (Partial<Setting> & { readonly name: string })[] = [
  ...[0.6, 0.65, 0.7, 0.8, 0.85, 0.9].map((threshold) => ({ name: `similarity from ${threshold}`, threshold })),
  ...MATCHER_ENGINES.filter((engine) => engine !== DEFAULT_SETTING.matcher).map((matcher) => ({
    name: nameOfMatcher(matcher),
    matcher,
  })),
  ...BLOCKLIST_ENGINES.filter((engine) => engine !== DEFAULT_SETTING.blocklist).map((blocklist) => ({
    name: nameOfBlocklist(blocklist),
    blocklist,
  })),
  ...[0.001, 0.1].map((falsePositiveRate) => ({ name: `filter at ${falsePositiveRate * 100} %`, falsePositiveRate })),
  ...[0.3, 0.1, 0.01].map((templateShare) => ({ name: `${templateShare * 100} % of templates`, templateShare })),
  ...SWITCHED.map((stage) => ({ name: `no ${plainTitle(stage)}`, off: [stage.name] })),
  { name: "blocklist only", off: SWITCHED.map(({ name }) => name).filter((name) => name !== BLOCKLIST.name) },
];

/**
 * The settings that differ from one another with this knowledge: without listings, callers' past or a model, those
 * stages are off whatever a setting says. The default comes first. `engines`: names of further ones to be tried.
 */
export function settingsFor(
  knowledge: Pick<Knowledge, "blocklist" | "activity" | "learned">,
  { blocklist, matcher }: Partial<Pick<Setting, "blocklist" | "matcher">> = {},
): Setting[] {
  const settings = new Map<string, Setting>();
  const chosen = [
    ...(matcher ? [{ name: nameOfMatcher(matcher), matcher }] : []),
    ...(blocklist ? [{ name: nameOfBlocklist(blocklist), blocklist }] : []),
  ];
  for (const departure of [DEFAULT_SETTING, ...chosen, ...DEPARTURES]) {
    const setting = { ...DEFAULT_SETTING, ...departure };
    const { name: _, ...effect } = effectOf(setting, knowledge);
    const isIdle = effect.off.length === SWITCHED.length;
    const key = JSON.stringify(effect);
    if (!isIdle && !settings.has(key)) settings.set(key, setting);
  }
  return [...settings.values()];
}

export function nameOfMatcher(engine: string): string {
  return `matcher ${printable(engine)}`;
}

export function nameOfBlocklist(engine: string): string {
  return `blocklist ${printable(engine)}`;
}

/** The same of any two settings that screen alike. */
function effectOf(
  setting: Setting,
  { blocklist, activity, learned }: Pick<Knowledge, "blocklist" | "activity" | "learned">,
): Setting {
  const off = SWITCHED.filter(({ name, needsPast = false }) => {
    const hasNothing =
      (name === BLOCKLIST.name && blocklist.length === 0) || (name === LEARNED.name && learned === null);
    return setting.off.includes(name) || hasNothing || (needsPast && activity === null);
  }).map(({ name }) => name);
  return {
    ...setting,
    ...(off.includes(BLOCKLIST.name) ? { blocklist: "", falsePositiveRate: 0 } : {}),
    ...(off.includes(MATCH.name) ? { matcher: "", threshold: 0, templateShare: 0 } : {}),
    off,
  };
}

/** The tables that a setting screens with; some tenths of a second for slow engines. */
export function tablesOf(setting: Setting, knowledge: Knowledge): ScreeningTables {
  const { activity, classifier } = knowledge;
  const isOn = (stage: string): boolean => !setting.off.includes(stage);
  return new StageTables(knowledge.normaliser.handle).attach({
    ...tablesOfAll(1, isOn),
    [BLOCKLIST.name]: isOn(BLOCKLIST.name) ? blocklistOf(setting, knowledge) : null,
    [MATCH.name]: isOn(MATCH.name) ? matcherOf(setting, knowledge) : null,
    [BEHAVIOUR.name]: isOn(BEHAVIOUR.name) ? activity : null,
    [LEARNED.name]: isOn(LEARNED.name) ? knowledge.learned : null,
    [CLASSIFY.name]: classifier,
  });
}

function blocklistOf(
  { blocklist: engine, falsePositiveRate }: Setting,
  { blocklist, listedHosts, neighbours }: Knowledge,
): ListingsHandle | null {
  if (blocklist.length === 0) return null;
  const table = createTable({ engine, capacity: blocklist.length, falsePositiveRate });
  for (const key of blocklist) table.add(key);
  const blocks = listedBlocksOf(Float64Array.from(blocklist), neighbours);
  return { table: table.handle, hosts: listedHosts.handle, blocks };
}

function matcherOf({ matcher: engine, threshold, templateShare }: Setting, { templates }: Knowledge): MatcherHandle {
  const known = templates.slice(templates.length - Math.ceil(templates.length * templateShare));
  return buildMatcher(engine, Math.round(threshold * 1000), known);
}
