/** The contract of blocklist engines lives with them; tests of their parts use the same keys. */
export { blocklistContract, member, stranger } from "../../../src/detect/blocklist/contract.ts";
