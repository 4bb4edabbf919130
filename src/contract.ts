/** Checks of engines, for the tests of an author. `ringfence/contract`: re-exports only. */
export { checkBlocklist } from "./detect/blocklist/check-engine.ts";
export { checkMatcher } from "./detect/matcher/check-engine.ts";
