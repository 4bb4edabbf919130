/**
 * Bundles what a process starts with, the program and its worker, over what tsc made of them: one file is read and
 * compiled where four hundred were looked up, most of them parts of echarts and zod that nobody runs. Types, the
 * library and the benches stay as tsc made them.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export default defineConfig({
  root: fromRoot("."),
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
    license: { fileName: "bundle/licenses.md" },
    rolldownOptions: {
      input: { "src/cli/main": fromRoot("src/cli/main.ts"), "workers/pipeline": fromRoot("workers/pipeline.ts") },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "bundle/[name].js",
        // Vite's default makes variables of them: then V8 loads each constant of a hot loop from memory, and cannot
        // know that it is a whole number.
        topLevelVar: false,
      },
    },
  },
});
