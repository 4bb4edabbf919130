/** Puts the tables of all stages together, in every thread. */
import type { Side } from "../core/side.ts";
import { type NormaliserTable, type NormaliserTableHandle, attachNormaliser } from "./normaliser/normaliser.ts";
import { type ScreeningTables, STAGES, type SwitchedStage } from "./screening.ts";
import type { Attacher, HandleOf, Sealer } from "./stage.ts";

/**
 * The handles of the tables, by the name of the stage; null or left out: it is switched off. The program learns of
 * stages from user modules when it runs.
 */
export type StageHandles = {
  readonly [S in SwitchedStage as S["name"]]?: HandleOf<S> | null;
} & { readonly [stage: string]: unknown };

export interface AttachTablesOptions {
  readonly side?: Side;
  readonly claimant?: number;
}

export class StageTables {
  readonly normaliser: NormaliserTable | null;
  readonly #attachers: ReadonlyMap<string, Attacher<unknown, unknown>>;

  /**
   * `normaliser`: null if no messages are read. `like`: tables that have attached it already. Handles of two threads need
   * two instances: versions in a handle are numbers that each thread counts itself.
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

/** The tables that never change, by name of their stages: of those that `isOn`. */
export function lastingTables(isOn: (stage: string) => boolean): StageHandles {
  const lasting = STAGES.flatMap((stage) =>
    stage.lasting && isOn(stage.name) ? [[stage.name, stage.lasting()] as const] : [],
  );
  return Object.fromEntries(lasting);
}

/** Opens the tables that stages keep on the main thread, by name: of those that `isOn`. */
export function openTables(seed: number, isOn: (stage: string) => boolean): ReadonlyMap<string, Sealer<unknown>> {
  const open = STAGES.flatMap((stage) =>
    stage.open && isOn(stage.name) ? [[stage.name, stage.open(seed)] as const] : [],
  );
  return new Map(open);
}

/** All tables that need no data from outside, without ticks, by name: of the stages that `isOn`. */
export function tablesOfAll(seed: number, isOn: (stage: string) => boolean): StageHandles {
  return { ...lastingTables(isOn), ...sealTables(openTables(seed, isOn), 0) };
}

export function sealTables(sealers: ReadonlyMap<string, Sealer<unknown>>, tick: number): Record<string, unknown> {
  return Object.fromEntries([...sealers].map(([name, seal]) => [name, seal(tick)]));
}
