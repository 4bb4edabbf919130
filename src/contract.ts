/** What engines are held to, for the tests of whoever writes one. `ringfence/contract`; re-exports only. */
export type { ContractCheck } from "./core/module/contract-check.ts";
export { type BlocklistContractSize, blocklistContract } from "./detect/blocklist/contract.ts";
export { matcherContract } from "./detect/matcher/contract.ts";
