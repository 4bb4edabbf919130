/** A small world with one parameter moved, beside the same world with other seeds. */
import type { StartedPool } from "../../../src/engine/simulation-pool.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import type { Parameter } from "../../../src/scenario/keys.ts";
import { type Scenario, scenarioSchema } from "../../../src/scenario/schema.ts";
import { type CellResult, runCell } from "../../../src/study/cells/cell.ts";

/** Figures that the head of a report tells, or that its warnings and losses come down to. */
const HEADLINES = [
  "interception",
  "interceptionCalls",
  "interceptionMessages",
  "falseInterception",
  "precision",
  "accuracy",
  "coverage",
  "success",
  "warnings",
  "kept",
  "losses",
  "falseAlarms",
  "lostYuan",
  "leadMinutes",
] as const;

const SEED = 1;
const OTHER_SEEDS = [2, 3, 4];

export class MovedWorld {
  readonly name: string;
  readonly #scenario: Scenario;
  readonly #pool: StartedPool;
  readonly #base: CellResult;
  readonly #others: readonly CellResult[];

  private constructor(
    name: string,
    scenario: Scenario,
    pool: StartedPool,
    base: CellResult,
    others: readonly CellResult[],
  ) {
    this.name = name;
    this.#scenario = scenario;
    this.#pool = pool;
    this.#base = base;
    this.#others = others;
  }

  static async measure(name: string, settings: readonly string[], pool: StartedPool): Promise<MovedWorld> {
    const scenario = loadScenario("smoke", settings);
    const measured = (seed: number): Promise<CellResult> => runCell({ scenario, seed }, { workers: 1, pool });
    const base = await measured(SEED);
    const others: CellResult[] = [];
    for (const seed of OTHER_SEEDS) others.push(await measured(seed));
    return new MovedWorld(name, scenario, pool, base, others);
  }

  /** The headline figures that feel it; "noise" or "nothing" where none does. */
  async move(parameter: Parameter): Promise<{ answer: string; isFelt: boolean }> {
    const felt = new Set<string>();
    let isMoved = false;
    for (const value of otherValues(parameter, valueAt(this.#scenario, parameter.path))) {
      const scenario = withValue(this.#scenario, parameter.path, value);
      if (scenario === null) continue;
      const moved = await runCell({ scenario, seed: SEED }, { workers: 1, pool: this.#pool });
      isMoved ||= moved.digest !== this.#base.digest;
      for (const figure of HEADLINES) if (this.#distance(moved, figure) > this.#noise(figure)) felt.add(figure);
    }
    return { isFelt: felt.size > 0, answer: felt.size > 0 ? [...felt].join(" ") : isMoved ? "noise" : "nothing" };
  }

  #noise(figure: string): number {
    return Math.max(...this.#others.map((other) => this.#distance(other, figure)));
  }

  #distance({ figures }: CellResult, figure: string): number {
    return Math.abs((figures[figure] ?? 0) - (this.#base.figures[figure] ?? 0));
  }
}

/** Half and double, or for nothing a tenth of the range; the other of a switch; other choices; a list turned round. */
function otherValues({ minimum = 0, maximum = 1, values }: Parameter, value: unknown): unknown[] {
  if (values !== undefined) return values.filter((each) => each !== value);
  if (typeof value === "boolean") return [!value];
  if (Array.isArray(value)) return [value.toReversed()];
  if (typeof value !== "number") return [];
  const wanted = value === 0 ? [minimum + (maximum - minimum) / 10] : [value / 2, value * 2];
  return wanted
    .map((each) => Math.min(maximum, Math.max(minimum, each)))
    .map((each) => (Number.isInteger(value) && maximum > 1 ? Math.round(each) : each))
    .filter((each) => each !== value);
}

function valueAt(scenario: Scenario, path: string): unknown {
  return path
    .split(".")
    .filter((key) => key !== "")
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], scenario);
}

/** Null where the parameters of a group would not hold together. */
function withValue(scenario: Scenario, path: string, value: unknown): Scenario | null {
  const copy = structuredClone(scenario);
  const keys = path.split(".");
  (valueAt(copy, keys.slice(0, -1).join(".")) as Record<string, unknown>)[keys.at(-1)!] = value;
  const parsed = scenarioSchema.safeParse(copy);
  return parsed.success ? parsed.data : null;
}
