/** The RingfenceError that a call ends in; anything else, or nothing, fails the test. */
import { RingfenceError } from "../../src/core/errors.ts";

export function failure(act: () => unknown): RingfenceError {
  try {
    act();
  } catch (error) {
    if (error instanceof RingfenceError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
