/**
 * A RingfenceError or PassingError on its way from a worker to the main thread: an error that is sent to another thread
 * loses its class and its code, so it is sent as plain data.
 */
import { inspect } from "node:util";
import { type ErrorCode, PassingError, RingfenceError } from "../../core/errors.ts";

interface CarriedError {
  /** Null of a PassingError. */
  readonly carriedCode: ErrorCode | null;
  readonly message: string;
  readonly cause: unknown;
}

/** In the worker: `act`, whose RingfenceErrors keep their code. Errors of other classes keep message and stack. */
export function carryErrors<Args extends unknown[], Result>(act: (...args: Args) => Result): (...args: Args) => Result {
  return (...args) => {
    try {
      const result = act(...args);
      return result instanceof Promise ? (result.catch(throwCarried) as Result) : result;
    } catch (error) {
      return throwCarried(error);
    }
  };
}

function throwCarried(error: unknown): never {
  if (!(error instanceof RingfenceError || error instanceof PassingError)) throw sendable(error);
  const { message, cause } = error;
  const carriedCode = error instanceof RingfenceError ? error.code : null;
  throw { carriedCode, message, cause: sendable(cause) } satisfies CarriedError;
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
  return carriedCode === null
    ? new PassingError(message, { cause })
    : new RingfenceError(carriedCode, message, { cause });
}
