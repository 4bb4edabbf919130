/**
 * The room of a matcher: this file is compiled to WebAssembly too, and so holds nothing but whole numbers.
 */

/**
 * Units of messages that a matcher's room takes: a thousand messages or two, few enough for them to stay in the cache.
 */
export const ROOM_UNITS = 65_536;
