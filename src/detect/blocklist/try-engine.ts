/** Tries a blocklist engine that comes from a module, in some milliseconds: contract.ts has all that is demanded. */
import { FILTER_ONLY, LISTED } from "./found.ts";
import { SECRET } from "../../core/key-hash.ts";
import type { BlocklistEngine } from "./blocklist.ts";

const KEYS = 1000;
/** Multiples of the golden ratio are spread evenly and share no divisor, which could hide keys that a filter denies. */
const GOLDEN = 0.618_033_988_749_895;
const RATE = 0.01;
/** Five times what was asked for: no luck comes to that. */
const MOST_PASSED = 5 * RATE * KEYS;

/** What is wrong with its answers, in words; null where nothing is. */
export function faultOfBlocklist(engine: BlocklistEngine): string | null {
  if (typeof engine.hasFilter !== "boolean")
    return `expected hasFilter true or false, found ${String(engine.hasFilter)}`;
  const table = engine.create({ capacity: KEYS, falsePositiveRate: RATE, hashKey: SECRET });
  const members = Float64Array.from(
    { length: KEYS },
    (_, i) => 13_000_000_000 + Math.floor(((i * GOLDEN) % 1) * 2_000_000_000),
  );
  // Not alike in their last digits, by which a filter may go.
  const strangers = members.map((key) => key + 3_123_456_789);
  table.addAll(members, KEYS);
  if (table.engine !== engine.name || table.handle.engine !== engine.name) {
    return `expected table.engine and handle.engine "${engine.name}", found "${table.engine}" and "${table.handle.engine}"`;
  }
  if (table.size !== KEYS) return `expected size ${KEYS} after as many keys were added, found ${table.size}`;
  const answers = new Uint8Array(KEYS);
  for (const reader of [table, engine.attach(structuredClone(table.handle))]) {
    const by = reader === table ? "" : ", by a reader attached to a clone of the handle";
    const listed = reader.lookUpInto(members, KEYS, answers);
    const missed = answers.filter((answer) => answer !== LISTED).length;
    if (missed > 0) return `it denied ${missed} of ${KEYS} keys that were added${by}: none may be missed`;
    if (listed !== KEYS) return `expected lookUpInto to return ${KEYS}, found ${listed}${by}`;
    const wrong = reader.lookUpInto(strangers, KEYS, answers);
    if (wrong > 0 || answers.includes(LISTED)) return `it listed ${wrong} of ${KEYS} keys that were not added${by}`;
    const passed = answers.filter((answer) => answer === FILTER_ONLY).length;
    if (passed > MOST_PASSED) {
      return `its filter took ${passed} of ${KEYS} keys for added that were not${by}: a rate of ${RATE} was asked for`;
    }
  }
  return null;
}
