/** Who may import whom. The layers are the documentation; docs/architecture.md shows them. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** From the ground up. A room imports from the layers below its own, and no room from another of its layer. */
const LAYERS: readonly (readonly string[])[] = [
  // How text is laid out where letters have one width, and made safe to print, knows of nothing else either.
  ["src/core", "src/core/terminal"],
  // Phrases are made where they are used; their Chinese is with the pages.
  ["src/ui/words.ts"],
  ["src/event"],
  // What a run leaves behind, as types.
  ["src/record"],
  ["src/detect"],
  // What is counted goes by the stages.
  ["src/metrics"],
  ["src/scenario", "src/rows"],
  ["src/world", "src/respond", "src/training"],
  ["src/engine"],
  // Files of recorded events go through threads as simulations do.
  ["src/screen"],
  // The entries of worker threads unwrap, call the engine, return.
  ["workers", "src/study/variants"],
  // Charts and pages are made of numbers and words.
  ["src/ui"],
  ["src/report"],
  ["src/explain"],
  ["src/gateway", "src/live", "src/study", "src/dataset"],
  ["bench"],
  ["src/cli"],
  // The public names: re-exports alone. What `npm run build` runs.
  ["src/index.ts", "src/contract.ts", "src/build"],
];

/** Parts of rooms that may see less than their layer: these folders, and themselves. */
const SEE_LESS: Readonly<Record<string, readonly string[]>> = {
  "src/engine/pool": ["src/core"],
  // Of screening, what stages publish of their findings; and the parameters.
  "src/respond": [
    ..."src/core src/core/terminal src/event src/record src/scenario/schema.ts".split(" "),
    ...readdirSync(join(ROOT, "src/detect")).map((stage) => `src/detect/${stage}/found.ts`),
  ],
  // The switches and the default weights of a scenario are those of the stages, so that there is one list of them.
  "src/scenario": ["src/core", "src/event", "src/record", "src/detect", "src/ui/words.ts"],
  "src/ui": ["src/core"],
  // Pages and tables are drawn from the document of a run alone: they can be made again from its directory.
  "src/report/run-page.ts": ["src/core", "src/ui", "src/report", "src/event/zh.json", "src/detect/zh.json"],
  "src/report/render-report.ts": ["src/core", "src/ui", "src/report"],
  // Whatever it imports, a student downloads.
  "src/live/page": [
    ..."src/event src/detect/zh.json src/record src/explain src/live/server src/metrics".split(" "),
    ..."src/ui src/report src/core/terminal".split(" "),
  ],
  "src/gateway/page": ["src/core/terminal", "src/gateway/protocol.ts", "src/ui"],
  workers: ["src/engine", "src/screen"],
  // Of the engine it takes the threads, and nothing of simulations; of the world, the wording of shipped scripts.
  "src/screen": [
    ..."src/core src/core/terminal src/event src/record src/detect src/metrics src/rows src/scenario".split(" "),
    ..."src/training src/world/text src/engine/pool".split(" "),
  ],
};

/** Each reads event columns and writes its own section of the findings: they meet in the batch alone. */
const STAGES = readdirSync(join(ROOT, "src/detect"))
  .map((folder) => `src/detect/${folder}`)
  .filter((folder) => existsSync(join(ROOT, folder, "stage.ts")));
/** What stages have in common: it knows none of them. */
const NORMALISER = "src/detect/normaliser";

/**
 * Who may see the labels of events and how episodes went. The pipeline and the simulation hand them over unseen
 * (src/event/labels.ts).
 */
const TRUTH = ["src/event/truth.ts", "src/record/episode.ts"];
const MAY_SEE_TRUTH = [
  "src/world",
  "src/metrics",
  "src/report",
  "src/dataset/truth-columns.ts",
  "bench/pareto/scenario-events.ts",
];

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

const IMPORT = /^(?:import|export)\s[^;]*?from\s+"(\.[^"]+)"/gms;

const imports: Import[] = ["src", "workers", "bench"].flatMap(sources).flatMap((file) => {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(IMPORT)].map(([, specifier]) => ({
    from: file,
    to: relative(ROOT, join(ROOT, dirname(file), specifier!)),
  }));
});

const ROOMS = LAYERS.flat();

function isIn(file: string, room: string): boolean {
  return file === room || file.startsWith(`${room}/`);
}

function layerOf(file: string): number {
  return LAYERS.findIndex((rooms) => rooms.some((room) => isIn(file, room)));
}

function roomOf(file: string): string | undefined {
  return ROOMS.find((room) => isIn(file, room));
}

/** Imports that are part of a circle, or between two: what is left when files that begin or end a chain are taken away. */
function circles(edges: readonly Import[]): readonly Import[] {
  const [importing, imported] = [new Set(edges.map(({ from }) => from)), new Set(edges.map(({ to }) => to))];
  const rest = edges.filter(({ from, to }) => imported.has(from) && importing.has(to));
  return rest.length === edges.length ? rest : circles(rest);
}

function expectNoImport(isWrong: (one: Import) => boolean): void {
  expect(imports.filter(isWrong).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
}

describe("the source tree", () => {
  test("has a layer for every file, and imports to check", () => {
    const files = ["src", "workers", "bench"].flatMap(sources).filter((file) => !file.includes("/kernel"));
    expect(files.filter((file) => layerOf(file) < 0)).toEqual([]);
    expect(imports.length).toBeGreaterThan(200);
  });

  test("imports from lower layers alone", () => {
    expectNoImport(({ from, to }) => roomOf(from) !== roomOf(to) && layerOf(to) >= layerOf(from));
  });

  test("imports nothing in a circle", () => {
    expect(circles(imports)).toEqual([]);
    expect(circles([...imports, { from: "src/core/errors.ts", to: "src/detect/screening.ts" }])).not.toEqual([]);
  });

  test.each(Object.entries(SEE_LESS))("lets %s see less than its layer", (room, seen) => {
    expectNoImport(({ from, to }) => isIn(from, room) && !isIn(to, room) && !seen.some((folder) => isIn(to, folder)));
  });

  test("has stages that never import each other, and a normaliser that knows none of them", () => {
    const folders = [...STAGES, NORMALISER];
    const ofStages = (file: string) => folders.find((folder) => isIn(file, folder));
    expectNoImport(({ from, to }) => {
      const [stage, other] = [ofStages(from), ofStages(to)];
      return stage !== undefined && other !== undefined && stage !== other && other !== NORMALISER;
    });
    const unnamed = sources("src/detect").filter((file) => file.split("/").length > 3 && !ofStages(file));
    expect(unnamed).toEqual([]);
  });

  test("has parts of the response that never import each other", () => {
    const parts = readdirSync(join(ROOT, "src/respond")).map((name) => `src/respond/${name}`);
    const partOf = (file: string) => parts.find((part) => isIn(file, part));
    expectNoImport(
      ({ from, to }) => isIn(from, "src/respond") && isIn(to, "src/respond") && partOf(from) !== partOf(to),
    );
  });

  test("has gangs that know no table and no decision of the platform", () => {
    const [gangs, unseen] = ["src/world/gangs", ["src/detect", "src/respond", "src/event/findings.ts"]] as const;
    expect(imports.filter(({ from }) => isIn(from, gangs)).length).toBeGreaterThan(3);
    expectNoImport(({ from, to }) => isIn(from, gangs) && unseen.some((room) => isIn(to, room)));
  });

  test("shows the truth to the world, to what counts it, and to reports and data sets alone", () => {
    expectNoImport(({ from, to }) => TRUTH.includes(to) && !MAY_SEE_TRUTH.some((room) => isIn(from, room)));
  });

  test("hands text to a terminal in one place, which writes out what a terminal would obey", () => {
    const handsOn = /\bconsole\.|\b(?:stdout|stderr|stream|output|outlet|error|told)\.write\(/;
    // Measurements without a verb print their figures; modules of a user's own may print, and go to standard error.
    const mayPrint =
      /^bench\/research\/|^src\/core\/terminal\/print\.ts$|^src\/core\/module\/user-modules\.ts$|^src\/live\/server\/stream\.ts$/;
    const writers = ["src", "workers", "bench"]
      .flatMap(sources)
      .filter((file) => !mayPrint.test(file) && handsOn.test(readFileSync(join(ROOT, file), "utf8")));
    expect(writers).toEqual([]);
  });
});
