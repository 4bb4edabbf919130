/** Tries a matcher engine that comes from a module, in a millisecond: contract.ts has all that is demanded. */
import { unitsOf } from "../../core/units.ts";
import { limitsOf } from "./match-limits.ts";
import { DEFAULT_THRESHOLD_PERMILLE, MIN_MATCH_UNITS, type Matcher, NO_TEMPLATE, type Template } from "./matcher.ts";
import type { MatcherEngine } from "./matcher-engine.ts";
import { prepareTemplate } from "./prepared-template.ts";
import { changeRows, compareOrder } from "./row-changes.ts";
import { SharedSlot } from "./shared-slot.ts";
import { writeTemplateTable } from "./template-table.ts";

const TEMPLATES = ["youraccountisblocked", "yourparcelislostcallus", "您的快递已丢失请联系客服"];
const STRANGER = "seeyouathalfpastsix";

/** What is wrong with its answers, in words; null where nothing is. An approximate one may miss, and no more. */
export function faultOfMatcher(engine: MatcherEngine): string | null {
  if ("create" in engine) return "it is an engine of blocklists: name it as blocklist.engine, or --blocklist-engine";
  const matcher = readTemplates(engine, TEMPLATES.map(numbered));
  for (const [template, text] of TEMPLATES.entries()) {
    const found = matcher.match(unitsOf(text), text.length);
    const isRight = found === template && matcher.distance === 0 && matcher.length === text.length;
    const isMiss = engine.isApproximate === true && found === NO_TEMPLATE;
    if (isRight || isMiss) continue;
    return (
      `of ${TEMPLATES.length} templates, asked for the text of template ${template}, expected [${template}, 0, ${text.length}] ` +
      `(number, distance, length), found [${found}, ${matcher.distance}, ${matcher.length}]`
    );
  }
  const found = matcher.match(unitsOf(STRANGER), STRANGER.length);
  if (found === NO_TEMPLATE && matcher.distance === 0 && matcher.length === 0) return null;
  return `it found template ${found} in a text that is like none: expected ${NO_TEMPLATE}, distance 0 and length 0`;
}

function numbered(text: string, number: number): Template {
  return { number, text };
}

interface ReaderOptions {
  readonly thresholdPermille?: number;
  readonly version?: number;
  readonly previous?: Matcher | undefined;
}

/** A reader of templates as another thread makes it, by an engine that need not be known by name. */
export function readTemplates(
  engine: MatcherEngine,
  templates: readonly Template[],
  { thresholdPermille = DEFAULT_THRESHOLD_PERMILLE, version = -1, previous }: ReaderOptions = {},
): Matcher {
  const limits = limitsOf(thresholdPermille);
  const long = templates.filter(({ text }) => text.length >= MIN_MATCH_UNITS);
  const prepared = long.map((template) => prepareTemplate(template, 3)).sort(compareOrder);
  const { rows, changes } = changeRows([], prepared, []);
  const table = writeTemplateTable(rows, new SharedSlot(), null, changes);
  const own: unknown = structuredClone(engine.startTables?.(limits, 3).build(rows, changes) ?? null);
  return engine.attach({ version, thresholdPermille, limits, templates: table, own }, previous);
}
