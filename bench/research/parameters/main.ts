/**
 * `node dist/bench/research/parameters/main.js [path ...]`: which parameters of a scenario a headline figure feels;
 * all, or those at or below the paths. Each is halved and doubled (a switch is turned, another choice is made) in small
 * worlds. A figure feels it where it moves by more than the furthest of three other seeds lies from the same seed. A
 * line a parameter: what feels it in the first world that does, or "noise" where less moves, and "nothing" where not
 * even the digest does. Some minutes.
 */
import { SimulationPool } from "../../../src/engine/simulation-pool.ts";
import { parameters } from "../../../src/scenario/keys.ts";
import { MovedWorld } from "./moved-world.ts";
import { WORLDS } from "./worlds.ts";

const wanted = process.argv.slice(2);
const isWanted = (path: string): boolean =>
  wanted.length === 0 || wanted.some((each) => path === each || path.startsWith(`${each}.`));

const pool = await SimulationPool.start({ workers: 1 });
const worlds: MovedWorld[] = [];
for (const [name, settings] of Object.entries(WORLDS)) worlds.push(await MovedWorld.measure(name, settings, pool));
for (const parameter of parameters().filter(({ path }) => isWanted(path))) {
  const cells: string[] = [];
  for (const world of worlds) {
    const { answer, isFelt } = await world.move(parameter);
    cells.push(`${world.name}: ${answer}`);
    if (isFelt) break;
  }
  process.stdout.write(`${[parameter.path, ...cells].join("\t")}\n`);
}
await pool.close();
