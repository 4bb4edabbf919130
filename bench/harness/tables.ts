/** The tables of the stages, as they are handed to a thread. */
import { BLOCKLIST } from "../../src/detect/blocklist/stage.ts";
import { LEARNED } from "../../src/detect/learned/stage.ts";
import { MATCH } from "../../src/detect/matcher/stage.ts";
import { createTable, DEFAULT_BLOCKLIST_ENGINE } from "../../src/detect/blocklist/engines.ts";
import { ListedHosts } from "../../src/detect/blocklist/listed-hosts.ts";
import { loadModel, NO_MODEL } from "../../src/detect/learned/models.ts";
import { DEFAULT_MATCHER_ENGINE, buildMatcher } from "../../src/detect/matcher/engines.ts";
import { type ChosenEngines, portableEngines } from "../../src/detect/engines.ts";
import { DEFAULT_THRESHOLD_PERMILLE } from "../../src/detect/matcher/matcher.ts";
import { type NormaliserTableHandle, attachNormaliser } from "../../src/detect/normaliser/normaliser.ts";
import type { ScreeningTables } from "../../src/detect/screening.ts";
import { type StageHandles, StageTables } from "../../src/detect/tables.ts";
import { loadNormaliserTable } from "../../src/detect/normaliser/stored-normaliser.ts";
import type { Identity } from "../../src/event/identity.ts";
import { setUpScreening, type SetupOptions } from "../../src/screen/setup.ts";
import { FALSE_POSITIVE_RATE } from "./entries.ts";
import { templatesOf } from "./matching.ts";

/** Behaviour is always switched off, for it needs a past. */
export interface TableHandles {
  /** To be loaded by the thread before it attaches the tables. */
  readonly engines: ChosenEngines;
  readonly stages: StageHandles;
  readonly normaliser: NormaliserTableHandle;
}

/** As `ringfence screen` has them. Engines from modules must be loaded. */
export function tablesOf(options: SetupOptions): TableHandles {
  const { engines, handles } = setUpScreening(options);
  return { engines, stages: handles, normaliser: loadNormaliserTable() };
}

/**
 * Blocklist and text match by these engines, by default the default ones, and the stage learned where a model is named;
 * all other stages are switched off. A template has the number of its script, as in the obvious pipeline, even where
 * two read the same.
 */
export function buildTables(
  listed: readonly Identity[],
  scripts: readonly string[],
  { blocklist = DEFAULT_BLOCKLIST_ENGINE, matcher = DEFAULT_MATCHER_ENGINE }: ChosenEngines = {},
  model = NO_MODEL,
): TableHandles {
  const table = createTable({
    engine: blocklist,
    capacity: Math.max(1, listed.length),
    falsePositiveRate: FALSE_POSITIVE_RATE,
  });
  for (const identity of listed) table.add(identity);
  const normaliser = loadNormaliserTable();
  const templates = templatesOf(scripts, attachNormaliser(normaliser));
  return {
    engines: portableEngines({ blocklist, matcher }),
    stages: {
      [BLOCKLIST.name]: { table: table.handle, hosts: ListedHosts.create().handle },
      [MATCH.name]: buildMatcher(matcher, DEFAULT_THRESHOLD_PERMILLE, templates),
      [LEARNED.name]: loadModel(model),
    },
    normaliser,
  };
}

export function attachTables({ stages, normaliser }: TableHandles): ScreeningTables {
  return new StageTables(normaliser).attach(stages);
}
