/** The buffer of a matcher: this file is compiled to WebAssembly too, and so holds nothing but whole numbers. */

/** Units of messages that a matcher's buffer takes: a thousand messages or two, few enough for the cache. */
export const BUFFER_UNITS = 65_536;
