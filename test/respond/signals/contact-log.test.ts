import * as fc from "fast-check";
import { expect, test } from "vitest";
import { domainKey } from "../../../src/event/link/domain-key.ts";
import { parseIdentity } from "../../../src/event/identity.ts";
import { type LoggedContact, ContactLog } from "../../../src/respond/signals/contact-log.ts";
import { forAll } from "../../for-all.ts";

/** Keys that share words with each other, so that a hash of half a key would show. */
const KEYS = [0, 1, 4294967296, 4294967297, parseIdentity("13800000017"), parseIdentity("95588"), domainKey("a.com")];

/** The same with an array. */
class PlainContactLog {
  readonly #capacity: number;
  #kept: { key: number | null; contact: LoggedContact }[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  remember(key: number, contact: LoggedContact): void {
    this.#kept.push({ key, contact });
    this.#kept = this.#kept.slice(Math.max(0, this.#kept.length - this.#capacity));
  }

  take(keys: readonly number[], sinceMs: number): [number, LoggedContact[]][] {
    return keys
      .map((key): [number, LoggedContact[]] => [key, this.#takeOf(key, sinceMs)])
      .filter(([, found]) => found.length > 0);
  }

  #takeOf(key: number, sinceMs: number): LoggedContact[] {
    const found = this.#kept.filter((kept) => kept.key === key && kept.contact.timeMs >= sinceMs);
    // A logged contact that was taken keeps its place: it is overwritten in its turn.
    for (const kept of found) kept.key = null;
    return found.map(({ contact }) => contact).toReversed();
  }
}

type Step =
  | { readonly what: "remember"; readonly key: number; readonly kind: LoggedContact["kind"]; readonly afterMs: number }
  | { readonly what: "take"; readonly keys: readonly number[]; readonly backMs: number };

const key = fc.constantFrom(...KEYS);
/** Often no time passes. */
const passing = fc.nat({ max: 3 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        what: fc.constant("remember" as const),
        key,
        kind: fc.constantFrom("suspectCall" as const, "callBack" as const, "reply" as const, "lookUp" as const),
        afterMs: passing,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ what: fc.constant("take" as const), keys: fc.array(key), backMs: fc.nat({ max: 30 }) }),
    },
  ),
  { maxLength: 80 },
);
const capacities = fc.oneof(fc.constantFrom(0, 1, 2), fc.integer({ min: 3, max: 20 }));

test("the contact log keeps what an array cut to the capacity keeps, each taken once", () => {
  forAll([capacities, steps], 300, (capacity, made) => {
    const [contactLog, plain] = [new ContactLog(capacity), new PlainContactLog(capacity)];
    const taken: [found: [number, LoggedContact[]][], expected: [number, LoggedContact[]][]][] = [];
    let nowMs = 1000;
    let subscriber = 4_000_000_000;
    for (const step of made) {
      if (step.what === "take") {
        const sinceMs = nowMs - step.backMs;
        taken.push([[...contactLog.take(step.keys, sinceMs)], plain.take(step.keys, sinceMs)]);
        continue;
      }
      nowMs += step.afterMs;
      const contact = { kind: step.kind, subscriber: subscriber++, timeMs: nowMs + 0.25 };
      contactLog.remember(step.key, contact.kind, contact.subscriber, contact.timeMs);
      plain.remember(step.key, contact);
    }
    taken.push([[...contactLog.take(KEYS, 0)], plain.take(KEYS, 0)]);
    for (const [found, expected] of taken) expect(found).toEqual(expected);
  });
});
