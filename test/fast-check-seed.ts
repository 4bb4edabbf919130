/**
 * The seed of all properties that name none, so that a run of the tests is like the one before. RINGFENCE_TEST_SEED has
 * another tried; a property that fails says with which seed.
 */
import * as fc from "fast-check";

const DEFAULT_SEED = 1;
const given = process.env["RINGFENCE_TEST_SEED"];

if (given !== undefined && !/^-?\d{1,9}$/.test(given)) {
  throw new Error(`RINGFENCE_TEST_SEED must be a whole number of at most nine digits, got "${given}"`);
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: given === undefined ? DEFAULT_SEED : Number(given) });
