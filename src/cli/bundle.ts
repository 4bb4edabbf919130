/**
 * A step of `npm run build`: bundles what starts a process or is imported by name, over what tsc made of it. One file
 * is read and compiled where four hundred were looked up, and what is in it needs no installing: the packages that are
 * only bundled are development dependencies. The test of the packed package tells where one is missing.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

interface Bundle {
  /** Sources, from the root. */
  readonly entries: readonly string[];
  /** Below dist: for the parts that entries share, and the licences of what is in them. */
  readonly folder: string;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));

const bundles: readonly Bundle[] = [
  { entries: ["src/cli/main.ts", "workers/pipeline.ts"], folder: "bundle" },
  { entries: exportedSources(), folder: "bundle/library" },
  { entries: benchWorkers(), folder: "bundle/bench" },
];
// Apart, so that each has its hot loops in one file with the constants that they read.
for (const bundle of bundles) await write(bundle);

/** What package.json exports. */
function exportedSources(): string[] {
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { exports: Record<string, unknown> };
  return Object.values(exports)
    .map((target) => /^\.\/dist\/(.*)\.js$/.exec((target as { default?: string }).default ?? "")?.[1])
    .filter((path) => path !== undefined)
    .map((path) => `${path}.ts`);
}

function benchWorkers(): string[] {
  return readdirSync(`${root}bench`, { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|[-/\\])worker\.ts$/.test(path))
    .map((path) => join("bench", path));
}

async function write({ entries, folder }: Bundle): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    ssr: {
      noExternal: true,
      // Piscina starts a file of its own; the histograms evaluate text.
      external: ["piscina", "hdr-histogram-js"],
    },
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
