// Holds both engines to a plain reference: node --test contract.test.js
import test from "node:test";
import { checkBlocklist, checkMatcher } from "ringfence/contract";
import closest from "./closest.js";
import partitionedBloom from "./partitioned-bloom.js";

void test("partitioned-bloom lists what a Set has", () => checkBlocklist(partitionedBloom, 20_000));
void test("closest finds what is near enough", () => checkMatcher(closest, 1000));
