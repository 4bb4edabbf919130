/**
 * A step of `npm run build`: bundles entry points and exports. One file is read and compiled instead of four hundred, and
 * bundled packages need no installing: they are development dependencies. The test of the packed package tells where one
 * is missing.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, build } from "vite";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Piscina starts a file of its own; the histograms evaluate text. */
const NOT_BUNDLED = ["piscina", "hdr-histogram-js"];

const BENCH_WORKERS = readdirSync(`${root}bench`, { recursive: true, encoding: "utf8" })
  .filter((path) => /(^|[-/\\])worker\.ts$/.test(path))
  .map((path) => join("bench", path));

await build({ configFile: `${root}src/live/page/vite.config.ts` });
// Apart, so that each has its hot loops in one file with the constants that they read.
await write(["src/cli/main.ts", "workers/pipeline.ts", "workers/recorded.ts"], "bundle");
await write(["src/index.ts", "src/contract.ts"], "bundle/library");
await write(BENCH_WORKERS, "bundle/bench");

/** `folder`, below dist: for shared parts, and for licences of bundled packages. */
async function write(entries: readonly string[], folder: string): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    plugins: [required()],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: "dist",
      emptyOutDir: false,
      target: "node20",
      license: { fileName: `${folder}/licenses.md` },
      rolldownOptions: {
        input: Object.fromEntries(entries.map((path) => [path.slice(0, -".ts".length), `${root}${path}`])),
        output: {
          entryFileNames: "[name].js",
          chunkFileNames: `${folder}/[name].js`,
          // Vite's default makes variables of them: then V8 loads each constant of a hot loop from memory, and cannot
          // know that it is a whole number.
          topLevelVar: false,
        },
      },
    },
  });
}

/**
 * Packages that are not bundled are required, not imported: both are CommonJS, and with symbolic links, as pnpm makes
 * them, Node 20 may import nothing at all from one.
 */
function required(): Plugin {
  const prefix = "\0required:";
  return {
    name: "required",
    enforce: "pre",
    resolveId: (id) => (NOT_BUNDLED.includes(id) ? prefix + id : null),
    async load(id) {
      if (!id.startsWith(prefix)) return null;
      const name = id.slice(prefix.length);
      const names = Object.keys((await import(name)) as object).filter((key) => /^(?!default$)[a-zA-Z]\w*$/.test(key));
      return [
        'import { createRequire } from "node:module";',
        `const required = createRequire(import.meta.url)("${name}");`,
        ...names.map((key) => `export const ${key} = /* @__PURE__ */ (() => required.${key})();`),
      ].join("\n");
    },
  };
}
