/** A world that is worked out instead of simulated: figures by what is switched on, and luck by seed. */
import { RandomStream, unit } from "../../src/core/random.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import type { Measure } from "../../src/study/cells/cell-runner.ts";
import { type FigureRow, STUDY_FIGURES } from "../../src/study/figures.ts";

/** Luck from -1 to 1 of a seed and a name. */
type Luck = (name: string) => number;

/** Figures that are left out are 10 and the luck of the seed. All but those that are null share that luck. */
export function toyCell(figuresOf: (scenario: Scenario, luck: Luck) => FigureRow): Measure {
  return rowCell((scenario, seed) => {
    const shared = luckOf(seed, "shared");
    const own = figuresOf(scenario, (name) => luckOf(seed, name));
    return Object.fromEntries(
      STUDY_FIGURES.flatMap(({ name }) => {
        const value = Object.hasOwn(own, name) ? own[name]! : 10;
        const trials = own[`${name}Trials`];
        if (value === null || trials === undefined) return [[name, value === null ? null : value + shared]];
        // A rate stays one.
        return [
          [name, value + shared / 100],
          [`${name}Trials`, trials],
        ];
      }),
    );
  });
}

/** Figures of a scenario and a seed, and no others. */
export function rowCell(rowOf: (scenario: Scenario, seed: number) => FigureRow): Measure {
  return async ({ scenario, seed }) => ({
    seed,
    digest: `${seed}`.padStart(16, "0"),
    figures: await Promise.resolve(rowOf(scenario, seed)),
  });
}

function luckOf(seed: number, name: string): number {
  return 2 * unit(new RandomStream(seed, `toy ${name}`).draw(0, 0)[0]!) - 1;
}
