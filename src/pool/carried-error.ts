/**
 * A RingfenceError on its way from a worker to the main thread: an error that is sent to another thread loses its class
 * and its code, so it is sent as plain data.
 */
import { inspect } from "node:util";
import { type ErrorCode, RingfenceError } from "../core/errors.ts";

interface CarriedError {
  readonly carriedCode: ErrorCode;
  readonly message: string;
  readonly cause: unknown;
}

/** In the worker: `act`, whose RingfenceErrors keep their code. Other errors keep their message and stack. */
export function carryErrors<Args extends unknown[], Result>(act: (...args: Args) => Result): (...args: Args) => Result {
  return (...args) => {
    try {
      return act(...args);
    } catch (error) {
      if (!(error instanceof RingfenceError)) throw sendable(error);
      const { code: carriedCode, message, cause } = error;
      throw { carriedCode, message, cause: sendable(cause) } satisfies CarriedError;
    }
  };
}

/** What cannot be sent would end the thread, as if that were what went wrong: of it goes what can be said. */
function sendable(thrown: unknown): unknown {
  try {
    structuredClone(thrown);
    return thrown;
  } catch {
    if (!(thrown instanceof Error)) return new Error(`cannot be sent to another thread: ${inspect(thrown)}`);
    return Object.assign(new Error(thrown.message, { cause: inspect(thrown.cause) }), { stack: thrown.stack });
  }
}

/** In the main thread: what a worker threw, as it was. */
export function arrivedError(thrown: unknown): unknown {
  if (typeof thrown !== "object" || thrown === null || !("carriedCode" in thrown)) return thrown;
  const { carriedCode, message, cause } = thrown as CarriedError;
  return new RingfenceError(carriedCode, message, { cause });
}
