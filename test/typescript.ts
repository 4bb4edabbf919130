/** Arguments of a Node that loads the project's sources. */
export const TYPESCRIPT = ["--import", new URL("../src/build/typescript.mjs", import.meta.url).href];
