/**
 * A payment account: a number that says nothing about its holder. Its key lies above all domain keys (domain-key.ts:
 * below 8.6e15), so numbers, domains and accounts share a log and never collide.
 */
const ACCOUNT_KEYS_FROM = 8.7e15;

export const MAX_ACCOUNT = 2 ** 47 - 1;

/** At most 2^53 - 2. */
export function accountKey(account: number): number {
  return ACCOUNT_KEYS_FROM + account;
}

export function isAccountKey(key: number): boolean {
  return key >= ACCOUNT_KEYS_FROM;
}
