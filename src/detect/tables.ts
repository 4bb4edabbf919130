/** The tables of all stages are put together here, in every thread and whatever they are for. */
import type { Side } from "../core/side.ts";
import { type NormaliserTable, type NormaliserTableHandle, attachNormaliser } from "./normaliser/normaliser.ts";
import { type ScreeningTables, STAGES, type SwitchedStage } from "./screening.ts";
import type { Attacher, HandleOf, Sealer } from "./stage.ts";

/**
 * What another thread needs for the tables of the stages, by the name of the stage; null or left out: it is switched
 * off. Those of modules of a user's own are known when the program runs.
 */
export type StageHandles = {
  readonly [S in SwitchedStage as S["name"]]?: HandleOf<S> | null;
} & { readonly [stage: string]: unknown };

export interface AttachTablesOptions {
  readonly side?: Side;
  readonly claimant?: number;
}

/** A thread's tables: keeps from tick to tick what need not be attached again. */
export class StageTables {
  readonly normaliser: NormaliserTable | null;
  readonly #attachers: ReadonlyMap<string, Attacher<unknown, unknown>>;

  /**
   * `normaliser`: null where no messages are matched. `like`: has attached it already. Handles that another thread made
   * are attached by tables of their own: what was attached before is told by numbers that each thread counts itself.
   */
  constructor(normaliser: NormaliserTableHandle | null, like?: StageTables) {
    this.normaliser = like?.normaliser ?? (normaliser && attachNormaliser(normaliser));
    this.#attachers = new Map(STAGES.map((stage) => [stage.name, stage.attacher(this.normaliser)]));
  }

  attach(handles: StageHandles, { side = 0, claimant }: AttachTablesOptions = {}): ScreeningTables {
    const options = { side, claimant };
    const tables: Record<string, unknown> = {};
    for (const { name } of STAGES) {
      const handle = handles[name] ?? null;
      tables[name] = handle === null ? null : this.#attachers.get(name)!.attach(handle, options);
    }
    return tables as ScreeningTables;
  }
}

/** The tables that stay as they are, by name: of the stages that have such and that `isOn`. */
export function lastingTables(isOn: (stage: string) => boolean): StageHandles {
  const lasting = STAGES.flatMap((stage) =>
    stage.lasting && isOn(stage.name) ? [[stage.name, stage.lasting()] as const] : [],
  );
  return Object.fromEntries(lasting);
}

/** The main thread's half of the stages that keep their own tables, by name: those that `isOn`. */
export function openTables(seed: number, isOn: (stage: string) => boolean): ReadonlyMap<string, Sealer<unknown>> {
  const open = STAGES.flatMap((stage) =>
    stage.open && isOn(stage.name) ? [[stage.name, stage.open(seed)] as const] : [],
  );
  return new Map(open);
}

/** For what has no ticks: the tables of the stages that need nothing from outside, by name: those that `isOn`. */
export function tablesOfAll(seed: number, isOn: (stage: string) => boolean): StageHandles {
  return { ...lastingTables(isOn), ...sealTables(openTables(seed, isOn), 0) };
}

/** The handles of a tick, of stages that keep their own tables. */
export function sealTables(sealers: ReadonlyMap<string, Sealer<unknown>>, tick: number): Record<string, unknown> {
  return Object.fromEntries([...sealers].map(([name, seal]) => [name, seal(tick)]));
}
