/** Collects the tables of all stages. */
import type { Side } from "../core/time.ts";
import { type NormaliserTable, type NormaliserTableHandle, attachNormaliser } from "./normaliser/normaliser.ts";
import { type ScreeningTables, STAGES, type SwitchedStage } from "./screening.ts";
import { type Attacher, attacherOf, type HandleOf, type Sealer } from "./stage.ts";

/** By the name of the stage; null or left out: it is off. Users' stages are known only at run time. */
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

  /** `normaliser`: null if no messages are read. Handles of two threads need two instances, as each counts versions. */
  constructor(normaliser: NormaliserTableHandle | null, like?: StageTables) {
    this.normaliser = like?.normaliser ?? (normaliser && attachNormaliser(normaliser));
    this.#attachers = new Map(STAGES.map((stage) => [stage.name, attacherOf(stage, this.normaliser)]));
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

/** The handles that never change, of the stages that `isOn`. */
export function lastingTables(isOn: (stage: string) => boolean): StageHandles {
  const lasting = STAGES.flatMap((stage) =>
    stage.lasting && isOn(stage.name) ? [[stage.name, stage.lasting()] as const] : [],
  );
  return Object.fromEntries(lasting);
}

/** Opens the tables on the main thread, of the stages that `isOn`. */
export function openTables(seed: number, isOn: (stage: string) => boolean): ReadonlyMap<string, Sealer<unknown>> {
  const open = STAGES.flatMap((stage) =>
    stage.open && isOn(stage.name) ? [[stage.name, stage.open(seed)] as const] : [],
  );
  return new Map(open);
}

/** The handles that need no other data, for use without ticks, of the stages that `isOn`. */
export function tablesOfAll(seed: number, isOn: (stage: string) => boolean): StageHandles {
  return { ...lastingTables(isOn), ...sealTables(openTables(seed, isOn), 0) };
}

export function sealTables(sealers: ReadonlyMap<string, Sealer<unknown>>, tick: number): Record<string, unknown> {
  return Object.fromEntries([...sealers].map(([name, seal]) => [name, seal(tick)]));
}
