/** The tables of all stages are put together here, in every thread and whatever they are for. */
import type { Side } from "../core/side.ts";
import type { ActivityHandle } from "./behaviour/activity-handle.ts";
import type { ListingsHandle } from "./blocklist/listings.ts";
import type { LearnedModelHandle } from "./learned/model.ts";
import type { LookalikesHandle } from "./lookalike/lookalikes.ts";
import type { MatcherHandle } from "./matcher/engines.ts";
import { type NormaliserTable, type NormaliserTableHandle, attachNormaliser } from "./normaliser/normaliser.ts";
import { type ScreeningTables, STAGES } from "./screening.ts";
import { Skimmer } from "./skim/skimmer.ts";
import type { ClassifierSettings } from "./classifier/weights.ts";
import type { Attacher, Sealer } from "./stage.ts";

/** What another thread needs for the tables of the stages, by the name of the stage; null: it is switched off. */
export interface StageHandles {
  readonly blocklist: ListingsHandle | null;
  readonly lookalike: LookalikesHandle | null;
  readonly match: MatcherHandle | null;
  readonly behaviour: ActivityHandle | null;
  readonly learned: LearnedModelHandle | null;
  readonly classify: ClassifierSettings | null;
  readonly [stage: string]: unknown;
}

/** Those of stages that read nothing but what they are given here: all are switched off but those named. */
export const ALL_OFF: StageHandles = {
  blocklist: null,
  lookalike: null,
  match: null,
  behaviour: null,
  learned: null,
  classify: null,
};

export interface AttachTablesOptions {
  readonly side?: Side;
  readonly claimant?: number;
}

/** A thread's tables: keeps from tick to tick what need not be attached again. */
export class StageTables {
  readonly normaliser: NormaliserTable | null;
  readonly #skimmer: Skimmer | null;
  readonly #attachers: ReadonlyMap<string, Attacher<unknown, unknown>>;

  /** `normaliser`: null where no messages are matched. */
  constructor(normaliser: NormaliserTableHandle | null) {
    this.normaliser = normaliser && attachNormaliser(normaliser);
    this.#skimmer = this.normaliser && new Skimmer(this.normaliser);
    this.#attachers = new Map(STAGES.map((stage) => [stage.name, stage.attacher(this.normaliser)]));
  }

  attach(handles: StageHandles, { side = 0, claimant }: AttachTablesOptions = {}): ScreeningTables {
    const options = { side, claimant };
    const tables: Record<string, unknown> = { skimmer: this.#skimmer };
    for (const { name } of STAGES) {
      const handle = handles[name] ?? null;
      tables[name] = handle === null ? null : this.#attachers.get(name)!.attach(handle, options);
    }
    return tables as ScreeningTables;
  }
}

/** The main thread's half of the stages that keep their own tables, by name: those that `isOn`. */
export function openTables(seed: number, isOn: (stage: string) => boolean): ReadonlyMap<string, Sealer<unknown>> {
  const open = STAGES.flatMap((stage) =>
    stage.open && isOn(stage.name) ? [[stage.name, stage.open(seed)] as const] : [],
  );
  return new Map(open);
}

/** The handles of a tick, of stages that keep their own tables. */
export function sealTables(sealers: ReadonlyMap<string, Sealer<unknown>>, tick: number): Record<string, unknown> {
  return Object.fromEntries([...sealers].map(([name, seal]) => [name, seal(tick)]));
}
