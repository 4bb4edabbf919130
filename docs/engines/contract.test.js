// Holds both engines to the contract: node --test contract.test.js
import test from "node:test";
import { blocklistContract, matcherContract } from "ringfence/contract";
import closest from "./closest.js";
import partitionedBloom from "./partitioned-bloom.js";

for (const { name, run } of blocklistContract(partitionedBloom, { keys: 1000, probes: 20_000 })) {
  await test(`partitioned-bloom ${name}`, run);
}
for (const { name, run } of matcherContract(closest)) await test(`closest ${name}`, run);
