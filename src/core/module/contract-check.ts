/** One thing that every engine of a kind must do, for any test runner; and what is said of an engine that does not. */
import { AssertionError } from "node:assert/strict";
import { inspect } from "node:util";
import { messageOf } from "../errors.ts";

/** One thing that an engine is held to: its name, and what throws where it does not hold. */
export interface ContractCheck {
  /** What it asserts, as a sentence about the engine. */
  readonly name: string;
  /**
   * Throws an AssertionError where that does not hold: it names the engine, and says what was expected, what was found,
   * where, and what to do.
   */
  readonly run: () => void;
}

/**
 * `engine`: for messages, with its kind. `checks`: each a sentence, and a function that asserts by node:assert; the
 * message of an assertion says where, or what was expected in words.
 */
export function contractChecks(
  engine: string,
  checks: readonly (readonly [asserts: string, check: () => void])[],
): ContractCheck[] {
  return checks.map(([name, check]) => ({ name, run: () => runCheck(`${engine}, check "${name}"`, check) }));
}

function runCheck(where: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof AssertionError) {
      const { actual, expected } = error;
      // By another operator Node.js would show the difference once more.
      throw new AssertionError({
        message: `${where}: ${wordsOf(error)}. ${TO_DO}`,
        actual,
        expected,
        operator: "holds",
      });
    }
    throw new Error(`${where}: expected an answer, and it threw: ${messageOf(error)}. ${TO_DO}`, { cause: error });
  }
}

const TO_DO = "What an engine must do: docs/guide-engineer.md, Writing an engine";

function wordsOf({ message, generatedMessage, actual, expected, operator }: AssertionError): string {
  // Below what was given stands the difference.
  const given = message.split("\n", 1)[0]!;
  if (!SHOWS_BOTH.test(operator)) return given;
  const found = `expected ${shown(expected)}, found ${shown(actual)}`;
  return generatedMessage ? found : `${given}: ${found}`;
}

/** By `equal` and `deepEqual`; of others the two say nothing. */
const SHOWS_BOTH = /^(?:strictEqual|deepStrictEqual)$/;

function shown(value: unknown): string {
  return inspect(value, { breakLength: Infinity, maxArrayLength: 12 });
}
