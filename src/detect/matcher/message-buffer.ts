/** The buffer of a matcher: this file is compiled to WebAssembly too, and so holds nothing but whole numbers. */

/** Units of messages that a matcher's buffer takes: a thousand or two, few enough for them to stay in the cache. */
export const BUFFER_UNITS = 65_536;
