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
  "src/detect/blocklist": ["src/core", "src/event"],
  "src/detect/lookalike": ["src/core", "src/event"],
  "src/detect/matcher": ["src/core", "src/event"],
  "src/detect/behaviour": ["src/core", "src/event"],
  "src/detect/classifier": ["src/core", "src/event"],
  // Before the stages that read texts: it knows the table by which one of them normalises, and neither stage.
  "src/detect/skim": ["src/core", "src/event", "src/detect/matcher"],
  // How text is laid out where letters have one width, and made safe to print.
  "src/terminal": [],
  "src/report": ["src/core", "src/event", "src/terminal"],
  // A scenario has the classifier's default weights as its own defaults, so that there is one table.
  "src/scenario": ["src/core", "src/event", "src/detect/classifier"],
  "src/world": ["src/core", "src/event", "src/scenario"],
  "src/source": ["src/core", "src/event"],
  "src/engine/pool": ["src/core", "src/event"],
  // The platform's other half: it knows what was screened, and neither episodes nor truth.
  "src/respond/signals": ["src/core", "src/event"],
  "src/respond/warning": ["src/core", "src/event"],
  "src/respond/investigation": ["src/core", "src/event"],
  "src/detect/screening.ts": [
    "src/event",
    "src/detect/skim",
    "src/detect/blocklist",
    "src/detect/lookalike",
    "src/detect/matcher",
    "src/detect/behaviour",
    "src/detect/classifier",
  ],
  "src/engine/pipeline.ts": [
    "src/core",
    "src/detect/screening.ts",
    "src/event",
    "src/detect/skim",
    "src/detect/blocklist",
    "src/detect/lookalike",
    "src/detect/matcher",
    "src/detect/behaviour",
    "src/detect/classifier",
    "src/respond/signals",
    "src/world",
    "src/report",
    "src/engine/share.ts",
  ],
  "src/engine/share.ts": ["src/core", "src/event", "src/respond/signals", "src/world", "src/report"],
  "src/engine/platform.ts": [
    "src/core",
    "src/event",
    "src/scenario",
    "src/engine/pipeline.ts",
    "src/detect/blocklist",
    "src/detect/lookalike",
    "src/detect/matcher",
    "src/detect/behaviour",
    "src/detect/classifier",
  ],
  "src/engine/pooled-simulation.ts": ["src/core", "src/engine/pipeline.ts", "src/engine/pool", "src/engine/share.ts"],
  "src/engine/simulation-pool.ts": [
    "src/core",
    "src/engine/pipeline.ts",
    "src/engine/pool",
    "src/engine/share.ts",
    "src/engine/pooled-simulation.ts",
  ],
  "src/engine/batch-runner.ts": [
    "src/core",
    "src/engine/pipeline.ts",
    "src/engine/share.ts",
    "src/engine/pooled-simulation.ts",
    "src/engine/simulation-pool.ts",
    "src/world",
    "src/report",
  ],
  "src/engine/takings.ts": ["src/event", "src/engine/share.ts", "src/respond/signals", "src/world"],
  "src/engine/observer.ts": [
    "src/event",
    "src/engine/pipeline.ts",
    "src/engine/platform.ts",
    "src/report",
    "src/engine/share.ts",
    "src/world",
  ],
  "src/engine/simulation.ts": [
    "src/engine/observer.ts",
    "src/core",
    "src/event",
    "src/scenario",
    "src/engine/pipeline.ts",
    "src/engine/simulation-pool.ts",
    "src/engine/batch-runner.ts",
    "src/engine/share.ts",
    "src/engine/takings.ts",
    "src/engine/platform.ts",
    "src/world",
    "src/respond/signals",
    "src/respond/warning",
    "src/respond/investigation",
    "src/report",
  ],
  // A step of the build.
  "src/engine/store-tables.ts": ["src/core", "src/detect/lookalike", "src/detect/matcher", "src/world"],
  "src/experiment/arms.ts": ["src/scenario", "src/engine/simulation-pool.ts", "src/engine/simulation.ts"],
  "src/experiment/sensitivity.ts": [
    "src/core",
    "src/scenario",
    "src/engine/simulation-pool.ts",
    "src/engine/simulation.ts",
    "src/report",
  ],
  "src/report/run-report.ts": ["src/core", "src/experiment/arms.ts", "src/report", "src/scenario"],
  // Colours and charts: what to draw of numbers, whoever shows it.
  "src/report/chart": ["src/core"],
  // The HTML report, of documents alone: it can be made again from a run directory.
  "src/report/html": ["src/core", "src/event", "src/report", "src/terminal", "src/report/chart"],
  // One event on its way through the stages, for people.
  "src/explain": [
    "src/core",
    "src/event",
    "src/detect/blocklist",
    "src/detect/lookalike",
    "src/detect/matcher",
    "src/detect/classifier",
    "src/engine/platform.ts",
    "src/engine/observer.ts",
  ],
  // The server of the live page, and the page, which shares with it nothing but types, colours and words.
  "src/live/server": [
    "src/core",
    "src/event",
    "src/scenario",
    "src/explain",
    "src/report",
    "src/engine/simulation-pool.ts",
    "src/engine/simulation.ts",
    "src/engine/observer.ts",
    "src/experiment/arms.ts",
  ],
  // Of the report a rate's interval and what makes text printable; else types: whatever it imports, a student
  // downloads.
  "src/live/page": ["src/live/server", "src/report/chart", "src/explain", "src/event", "src/report", "src/terminal"],
  "src/index.ts": ["*"],
  "src/cli": ["*"],
  workers: ["src/engine/pipeline.ts", "src/engine/share.ts", "src/engine/pool", "src/engine/pooled-simulation.ts"],
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
    const simulation = packagesLoadedBy("src/engine/simulation.ts");
    for (const dictionary of ["pinyin-pro", "opencc-js/t2cn", "opencc-js/cn2t"]) {
      expect(simulation).not.toContain(dictionary);
      expect(packagesLoadedBy("src/engine/store-tables.ts")).toContain(dictionary);
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
      "src/detect/blocklist",
      "src/detect/lookalike",
      "src/detect/matcher",
      "src/detect/behaviour",
      "src/detect/classifier",
      "src/detect/screening.ts",
    ];
    const seen = imports.filter(({ from, to }) => stages.includes(roomOf(from)) && /^src\/(world|report)\//.test(to));
    expect(seen.map(describeImport)).toEqual([]);
  });
});
