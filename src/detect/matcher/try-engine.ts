/** Tries a matcher engine that comes from a module, in a millisecond: contract.ts has all that is demanded. */
import { unitsOf } from "../../core/units.ts";
import { limitsOf } from "./match-limits.ts";
import { DEFAULT_THRESHOLD_PERMILLE, type Matcher, NO_TEMPLATE } from "./matcher.ts";
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
  const matcher = readerOf(engine);
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

function readerOf(engine: MatcherEngine): Matcher {
  const limits = limitsOf(DEFAULT_THRESHOLD_PERMILLE);
  const prepared = TEMPLATES.map((text, number) => prepareTemplate({ number, text }, 3)).sort(compareOrder);
  const { rows, changes } = changeRows([], prepared, []);
  const templates = writeTemplateTable(rows, new SharedSlot(), null, changes);
  const own: unknown = structuredClone(engine.startTables?.(limits, 3).build(rows, changes) ?? null);
  return engine.attach(
    { version: -1, thresholdPermille: DEFAULT_THRESHOLD_PERMILLE, limits, templates, own },
    undefined,
  );
}
