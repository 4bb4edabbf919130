/** Bundles the live page and the page of the gateway into dist/page; they share what is in src/ui. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // Node 20 is the oldest that runs the server; browsers of the last two years show the page.
  build: {
    outDir: "../../../dist/page",
    rollupOptions: {
      input: ["index.html", "gateway.html"].map((name) => fileURLToPath(new URL(name, import.meta.url))),
    },
    emptyOutDir: true,
    target: "es2022",
    // Nothing inline: the server's policy lets the page run and show its own files alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "licenses.md" },
  },
});
