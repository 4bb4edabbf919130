/** Who may import whom. This table is the documentation; docs/architecture.md shows it as a picture. */
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Room of the source tree -> rooms it may import from, itself aside. A file of its own beats its folder. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "src/core": [],
  "src/event": ["src/core"],
  // Stages never import each other: they meet in the batch.
  "src/blocklist": ["src/core", "src/event"],
  "src/lookalike": ["src/core", "src/event"],
  "src/matcher": ["src/core", "src/event"],
  "src/behaviour": ["src/core", "src/event"],
  "src/classifier": ["src/core", "src/event"],
  // Before the stages that read texts: it knows the table by which one of them normalises, and neither stage.
  "src/skim": ["src/core", "src/event", "src/matcher"],
  // How text is laid out where letters have one width, and made safe to print.
  "src/terminal": [],
  "src/report": ["src/core", "src/event", "src/terminal"],
  // A scenario has the classifier's default weights as its own defaults, so that there is one table.
  "src/scenario": ["src/core", "src/event", "src/classifier"],
  "src/world": ["src/core", "src/event", "src/scenario"],
  "src/source": ["src/core", "src/event"],
  "src/pool": ["src/core", "src/event"],
  // The platform's other half: it knows what was screened, and neither episodes nor truth.
  "src/watch": ["src/core", "src/event"],
  "src/warning": ["src/core", "src/event"],
  "src/investigation": ["src/core", "src/event"],
  "src/screening.ts": [
    "src/event",
    "src/skim",
    "src/blocklist",
    "src/lookalike",
    "src/matcher",
    "src/behaviour",
    "src/classifier",
  ],
  "src/pipeline.ts": [
    "src/core",
    "src/screening.ts",
    "src/event",
    "src/skim",
    "src/blocklist",
    "src/lookalike",
    "src/matcher",
    "src/behaviour",
    "src/classifier",
    "src/watch",
    "src/world",
    "src/report",
    "src/share.ts",
  ],
  "src/share.ts": ["src/core", "src/event", "src/watch", "src/world", "src/report"],
  "src/platform.ts": [
    "src/core",
    "src/event",
    "src/scenario",
    "src/pipeline.ts",
    "src/blocklist",
    "src/lookalike",
    "src/matcher",
    "src/behaviour",
    "src/classifier",
  ],
  "src/pooled-simulation.ts": ["src/core", "src/pipeline.ts", "src/pool", "src/share.ts"],
  "src/simulation-pool.ts": ["src/core", "src/pipeline.ts", "src/pool", "src/share.ts", "src/pooled-simulation.ts"],
  "src/batch-runner.ts": [
    "src/core",
    "src/pipeline.ts",
    "src/share.ts",
    "src/pooled-simulation.ts",
    "src/simulation-pool.ts",
    "src/world",
    "src/report",
  ],
  "src/takings.ts": ["src/event", "src/share.ts", "src/watch", "src/world"],
  "src/observer.ts": ["src/event", "src/pipeline.ts", "src/platform.ts", "src/report", "src/share.ts", "src/world"],
  "src/simulation.ts": [
    "src/observer.ts",
    "src/core",
    "src/event",
    "src/scenario",
    "src/pipeline.ts",
    "src/simulation-pool.ts",
    "src/batch-runner.ts",
    "src/share.ts",
    "src/takings.ts",
    "src/platform.ts",
    "src/world",
    "src/watch",
    "src/warning",
    "src/investigation",
    "src/report",
  ],
  // A step of the build.
  "src/store-tables.ts": ["src/core", "src/lookalike", "src/matcher", "src/world"],
  "src/arms.ts": ["src/scenario", "src/simulation-pool.ts", "src/simulation.ts"],
  "src/sensitivity.ts": ["src/core", "src/scenario", "src/simulation-pool.ts", "src/simulation.ts", "src/report"],
  "src/run-report.ts": ["src/core", "src/arms.ts", "src/report", "src/scenario"],
  // Colours and charts: what to draw of numbers, whoever shows it.
  "src/chart": ["src/core"],
  // The HTML report, of documents alone: it can be made again from a run directory.
  "src/html": ["src/core", "src/event", "src/report", "src/terminal", "src/chart"],
  // One event on its way through the stages, for people.
  "src/explain": [
    "src/core",
    "src/event",
    "src/blocklist",
    "src/lookalike",
    "src/matcher",
    "src/classifier",
    "src/platform.ts",
    "src/observer.ts",
  ],
  // The server of the live page, and the page, which shares with it nothing but types, colours and words.
  "src/serve": [
    "src/core",
    "src/event",
    "src/scenario",
    "src/explain",
    "src/report",
    "src/simulation-pool.ts",
    "src/simulation.ts",
    "src/observer.ts",
    "src/arms.ts",
  ],
  // Of the report a rate's interval and what makes text printable; else types: whatever it imports, a student
  // downloads.
  "src/page": ["src/serve", "src/chart", "src/explain", "src/event", "src/report", "src/terminal"],
  "src/index.ts": ["*"],
  "src/cli": ["*"],
  workers: ["src/pipeline.ts", "src/share.ts", "src/pool", "src/pooled-simulation.ts"],
  bench: ["*"],
};

/**
 * Who may see the labels of events and how episodes went. The pipeline and the simulation hand them over unseen
 * (src/world/labels.ts).
 */
const TRUTH = ["src/event/truth.ts", "src/event/episode.ts"];
const MAY_SEE_TRUTH = ["src/world", "src/report"];

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

/** The formatter keeps code within these, and leaves comments as they are. */
const COLUMNS = 120;
const COMMENT_LINE = /^\s*(?:\/\*\*|\*|\/\/)/;

const IMPORT = /^(?:import|export)\s[^;]*?from\s+"(\.[^"]+)"/gms;

const imports: Import[] = ["src", "workers", "bench"].flatMap(sources).flatMap((file) => {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(IMPORT)].map(([, specifier]) => ({
    from: file,
    to: relative(ROOT, join(ROOT, dirname(file), specifier!)),
  }));
});

/** What a module loads when it runs: types are gone by then. */
const LOADED = /^(?:import|export)\s(?!type\s)[^;]*?from\s+"([^"]+)"/gms;

/** The packages that a module and all it loads come to. */
function packagesLoadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const specifiers = [...readFileSync(join(ROOT, file), "utf8").matchAll(LOADED)].map(([, specifier]) => specifier!);
  const own = specifiers.filter((specifier) => specifier.startsWith("."));
  return new Set([
    ...specifiers.filter((specifier) => !/^(?:\.|node:)/.test(specifier)),
    ...own.flatMap((next) => [...packagesLoadedBy(join(dirname(file), next), seen)]),
  ]);
}

/** The room a file is in: itself where it has an entry of its own, else its folder below src. */
function roomOf(file: string): string {
  if (file in MAY_IMPORT) return file;
  const parts = file.split("/");
  return parts[0] === "src" && parts.length > 2 ? `src/${parts[1]}` : parts[0] === "src" ? file : parts[0]!;
}

function describeImport({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

describe("the source tree", () => {
  test("has a rule for every room, and imports to check", () => {
    const rooms = new Set(imports.flatMap(({ from, to }) => [roomOf(from), roomOf(to)]));
    expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
    expect(imports.length).toBeGreaterThan(200);
  });

  test("imports only as the table allows", () => {
    const broken = imports.filter(({ from, to }) => {
      const [room, target] = [roomOf(from), roomOf(to)];
      const allowed = MAY_IMPORT[room] ?? [];
      return room !== target && !allowed.includes(target) && !allowed.includes("*");
    });
    expect(broken.map(describeImport)).toEqual([]);
  });

  test("has benches that only the command line reaches, and that never reach back", () => {
    const wrong = imports.filter(({ from, to }) => {
      const [room, target] = [roomOf(from), roomOf(to)];
      return (
        (target === "bench" && room !== "bench" && room !== "src/cli") || (room === "bench" && target === "src/cli")
      );
    });
    expect(wrong.map(describeImport)).toEqual([]);
  });

  test("shows the truth to the world and the report alone", () => {
    const seen = imports.filter(({ from, to }) => TRUTH.includes(to) && !MAY_SEE_TRUTH.includes(roomOf(from)));
    expect(seen.map(describeImport)).toEqual([]);
  });

  test("spares workers the packages that only the main thread needs, and runs the dictionaries that only the build needs", () => {
    expect([...packagesLoadedBy("workers/pipeline.ts")].sort()).toEqual(["fastest-levenshtein"]);
    const simulation = packagesLoadedBy("src/simulation.ts");
    for (const dictionary of ["pinyin-pro", "opencc-js/t2cn", "opencc-js/cn2t"]) {
      expect(simulation).not.toContain(dictionary);
      expect(packagesLoadedBy("src/store-tables.ts")).toContain(dictionary);
    }
  });

  test("has comments as wide as the code: 120 columns", () => {
    const tooWide = ["src", "workers", "bench", "test"].flatMap(sources).flatMap((file) =>
      readFileSync(join(ROOT, file), "utf8")
        .split("\n")
        .flatMap((line, at) => (COMMENT_LINE.test(line) && line.length > COLUMNS ? [`${file}:${at + 1}`] : [])),
    );
    expect(tooWide).toEqual([]);
  });

  test("lets screening see nothing of the world", () => {
    const stages = [
      "src/blocklist",
      "src/lookalike",
      "src/matcher",
      "src/behaviour",
      "src/classifier",
      "src/screening.ts",
    ];
    const seen = imports.filter(({ from, to }) => stages.includes(roomOf(from)) && /^src\/(world|report)\//.test(to));
    expect(seen.map(describeImport)).toEqual([]);
  });
});
