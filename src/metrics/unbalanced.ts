import { RingfenceError } from "../core/errors.ts";

export function unbalanced(ledger: string, what: string): RingfenceError {
  return new RingfenceError(
    "invariant",
    `the ledger of ${ledger} does not balance: ${what}. No report is written, as its figures could not be trusted. ` +
      `This is a fault of Ringfence: please report it with the scenario and the seed.`,
  );
}
