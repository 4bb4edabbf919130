import { MATCHER_ENGINES } from "../../../src/detect/matcher/engines.ts";
import { describeEngine } from "./contract.ts";

for (const engine of MATCHER_ENGINES) describeEngine(engine);
