/**
 * The seed of all properties, so that a run of the tests is like the one before; none names its own.
 * RINGFENCE_TEST_SEED has another tried, and a property that fails says with which seed.
 */
import * as fc from "fast-check";

const DEFAULT_SEED = 1;
const given = process.env["RINGFENCE_TEST_SEED"];

if (given !== undefined && !/^-?\d{1,9}$/.test(given)) {
  throw new Error(`RINGFENCE_TEST_SEED must be a whole number of at most nine digits, got "${given}"`);
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: given === undefined ? DEFAULT_SEED : Number(given) });
