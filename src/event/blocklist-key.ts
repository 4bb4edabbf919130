/**
 * What a blocklist lists, as a number: a canonical identity (identity.ts) or the key of a domain (domain-key.ts).
 * Columns and tables hold keys as plain numbers.
 */
export type BlocklistKey = number & { readonly [keyBrand]: true };

declare const keyBrand: unique symbol;
