/**
 * `node dist/bench/research/numbers/main.js [folder of real numbers]`: what listed neighbours tell of reported callers
 * of North America (decision 58). The folder is the one that RINGFENCE_DATA names unless told otherwise.
 */
import { join } from "node:path";
import { blockOf, DEFAULT_NEIGHBOURS } from "../../../src/detect/blocklist/listed-blocks.ts";
import { readBlocklist } from "../../../src/rows/lists/blocklist-file.ts";
import { countryOf } from "../../../src/rows/country.ts";
import { measureNeighbours } from "./neighbours.ts";

const SEED = 1;
const STRANGERS = 300_000;
const LISTED_SHARES = [0.5, 0.9];
const LEASTS = [1, 2, DEFAULT_NEIGHBOURS, 5, 10];

const folder = process.argv[2] ?? process.env["RINGFENCE_DATA"];
if (folder === undefined) throw new Error("expected a folder of real numbers, or RINGFENCE_DATA");
const { identities } = readBlocklist(join(folder, "numbers", "ftc-dnc-2025-10-28.csv"), countryOf("US"));
const numbers = identities.filter((identity) => blockOf(identity) >= 1_000_000 && blockOf(identity) < 10_000_000);

const percent = (share: number | null): string => (share === null ? "-" : (100 * share).toFixed(3));
process.stdout.write(`numbers ${numbers.length}\n`);
for (const listedShare of LISTED_SHARES) {
  for (const neighbours of LEASTS) {
    process.stdout.write(`listed ${listedShare}, neighbours ${neighbours}\n`);
    const figures = measureNeighbours(numbers, { seed: SEED, neighbours, listedShare, strangers: STRANGERS });
    for (const { name, share, flagged, blocked } of figures) {
      const { value, n, clusterLow, clusterHigh } = share;
      const interval = `${percent(clusterLow)} to ${percent(clusterHigh)}`;
      process.stdout.write(
        `  ${name.padEnd(46)} ${percent(value).padStart(7)} % (${interval}) of ${n}; flagged ${flagged}, blocked ${blocked}\n`,
      );
    }
  }
}
