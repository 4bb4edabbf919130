/** The blocklist engines that this thread knows: the shipped ones, and those from loaded modules. */
import { EngineList } from "../../core/module/engine-list.ts";
import { SECRET } from "../../core/key-hash.ts";
import type { Blocklist, BlocklistEngine, BlocklistHandle, BlocklistTable, TableOptions } from "./blocklist.ts";
import { bloomFilters } from "./bloom-filters.ts";
import { exact } from "./exact.ts";
import { packedBloom } from "./packed-bloom.ts";
import { checkBlocklist } from "./check-engine.ts";

/** The first is the one that others are compared with. */
const SHIPPED: readonly BlocklistEngine[] = [packedBloom, exact, bloomFilters];

export const BLOCKLIST_ENGINES: readonly string[] = SHIPPED.map(({ name }) => name);
export const DEFAULT_BLOCKLIST_ENGINE = packedBloom.name;

/** The engines of the blocklist, shipped and loaded, by name or module. `of` throws for an unknown one. */
export const blocklistEngines = new EngineList<BlocklistEngine>(
  {
    what: "blocklist engine",
    functions: ["create", "attach"],
    madeBy: "blocklistFrom({ name, create, add, has })",
    check: checkBlocklist,
  },
  SHIPPED,
);

/** An empty table. Throws RingfenceError "config" if there is no such engine, or its module was not loaded. */
export function createTable({ engine, capacity, falsePositiveRate, hashKey = SECRET }: TableOptions): BlocklistTable {
  return blocklistEngines.of(engine).create({ capacity, falsePositiveRate, hashKey });
}

/** Microseconds and a few small objects; less with `previous`, a reader of the same table, which may be returned. */
export function attachBlocklist(handle: BlocklistHandle, previous?: Blocklist): Blocklist {
  return blocklistEngines.of(handle.engine).attach(handle, previous);
}
