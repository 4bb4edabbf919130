/**
 * Compares a blocklist engine with a Set of the same keys, in some milliseconds: every added key is listed, no other
 * key is, and a filter errs about as often as was asked. Every engine from a module is checked when it is loaded.
 */
import { SECRET } from "../../core/key-hash.ts";
import { keySetOf } from "../../core/key-index.ts";
import { RingfenceError } from "../../core/errors.ts";
import type { Blocklist, BlocklistEngine } from "./blocklist.ts";
import { FILTER_ONLY, LISTED } from "./found.ts";

/** Spread evenly and without a common divisor, which could hide an error of the filter. */
const GOLDEN = 0.618_033_988_749_895;
/** From here on, as keys of runs are: mobile numbers, ports of gateways, domains. No two in a ratio of small numbers. */
const FROM = [13e9, 4.3e15, 8.1e15] as const;
/** So far behind the members that no key is one. */
const BEYOND = Math.E - 1;
const RATE = 0.01;
/** Chance alone does not reach five times the rate. */
const MOST_PASSED = 5 * RATE;

/** Throws RingfenceError "config" with what was expected and found. More `keys` take longer and find more. */
export function checkBlocklist(engine: BlocklistEngine, keys = 1000): void {
  const members = Float64Array.from({ length: keys }, (_, i) => keyOf(i, 0));
  // Their last digits differ from those of members: a filter may hash only the last digits.
  const asked = new Float64Array([...members, ...members.map((_, i) => keyOf(i, BEYOND))]);
  const half = keys >> 1;
  const table = engine.create({ capacity: keys, falsePositiveRate: RATE, hashKey: SECRET });
  expectSame("table.engine", table.engine, engine.name);
  expectSame("table.handle.engine", table.handle.engine, engine.name);
  const expectSet = (when: string, set: ReadonlySet<number>): void => {
    compare(`the table ${when}`, table, asked, set, engine.hasFilter);
    compare(`a reader ${when}`, engine.attach(structuredClone(table.handle)), asked, set, engine.hasFilter);
  };
  for (const key of members.subarray(0, half)) expectSame(`add(${key})`, table.add(key), true);
  expectSet("after keys were added one by one", new Set(members.subarray(0, half)));
  if (half > 0) expectSame("add of a key that is there", table.add(members[0]!), false);
  table.addAll(members.subarray(half), keys - half);
  expectSet("after addAll", new Set(members));
  table.hold(keySetOf(members.subarray(half)));
  expectSet("after hold", new Set(members.subarray(half)));
}

function compare(
  who: string,
  reader: Blocklist,
  asked: Float64Array,
  set: ReadonlySet<number>,
  hasFilter: boolean,
): void {
  expectSame(`size of ${who}`, reader.size, set.size);
  const answers = new Uint8Array(asked.length);
  const listed = reader.lookUpInto(asked, asked.length, answers);
  let [denied, invented, passed] = [0, 0, 0];
  for (const [i, key] of asked.entries()) {
    if (answers[i] === LISTED) invented += Number(!set.has(key));
    else if (set.has(key)) denied++;
    else passed += Number(answers[i] === FILTER_ONLY);
  }
  if (denied > 0) throw fault(`${who} denied ${denied} of ${set.size} keys that were added: none may be missed`);
  if (invented > 0) throw fault(`${who} listed ${invented} keys that it does not hold`);
  expectSame(`lookUpInto of ${who}`, listed, set.size);
  const others = asked.length - set.size;
  if (passed > (hasFilter ? MOST_PASSED * others : 0)) {
    const most = hasFilter ? `expected a rate of ${RATE}; has cannot be async` : "it says that it has no filter";
    throw fault(`the filter of ${who} passed ${passed} of ${others} keys that were not added: ${most}`);
  }
}

function expectSame(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw fault(`${what}: expected ${String(expected)}, found ${String(found)}`);
}

function fault(words: string): RingfenceError {
  return new RingfenceError("config", words);
}

function keyOf(i: number, beyond: number): number {
  const from = FROM[i % FROM.length]!;
  return from + Math.floor((((i * GOLDEN) % 1) + beyond) * (from / 32));
}
