import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { episodeDocument, episodeRow } from "../../../src/report/directory/episode-document.ts";
import { RunDirectory } from "../../../src/report/directory/run-directory.ts";
import { type WarningDocument, warningDocument, warningRow } from "../../../src/report/directory/warning-document.ts";
import { writeLoop } from "../../../src/report/directory/write-run.ts";
import { readJsonLines } from "../../cli/command-line.ts";
import { newFolder } from "../../new-folder.ts";
import { delivery, HEEDED, LOST, warning } from "../sample-loop.ts";

describe("a warning as a document", () => {
  const record = warning(3, 12, 2, "medium", "high");
  const deliveries = [delivery(3, 12, "telephone", 5), delivery(3, 12, "message", 3)];

  test("holds what was sent, why, and how it arrived in order of time, and no truth", () => {
    const document = warningDocument(record, deliveries, "谨防诈骗");
    expect(document).toEqual({
      id: 3,
      subscriber: 12,
      pushedMs: 7_200_000,
      level: "medium",
      finalLevel: "high",
      exposure: 1.25,
      reasons: ["callBack", "flaggedContact"],
      number: "138****0017",
      host: null,
      message: "谨防诈骗",
      deliveries: [
        { channel: "message", ordinal: 1, timeMs: 10_800_000 },
        { channel: "telephone", ordinal: 1, timeMs: 18_000_000 },
      ],
      calls: 2,
      visits: 0,
      replies: { agreement: 1, denial: 0, refusal: 0 },
      closedMs: 151_200_000,
      closedBecause: "agreed",
    });
  });

  test("is read again: to whom it went, and when", () => {
    const document = warningDocument(record, deliveries, "");
    const row = warningRow.parse(JSON.parse(JSON.stringify(document)));
    expect(document).toMatchObject(row);
    expect(Object.keys(row)).toEqual(["id", "subscriber", "pushedMs", "level", "finalLevel", "deliveries"]);
  });

  test("shows the number whole only when asked, and of a domain there is none", () => {
    expect(warningDocument(record, [], "", true).number).toBe("13812340017");
    const ofHost = { ...record, identity: null, host: "evil.top" };
    expect(warningDocument(ofHost, [], "", true)).toMatchObject({ number: null, host: "evil.top" });
  });
});

test("an episode as a document names its typology, and is read again as it was written", () => {
  const document = episodeDocument(HEEDED);
  expect(document).toEqual({ ...HEEDED, typology: "police" });
  expect(episodeRow.parse({ ...(JSON.parse(JSON.stringify(document)) as object), later: 1 })).toEqual(document);
  expect(episodeRow.safeParse({ ...document, typology: "\u001b[2J" }).success).toBe(false);
});

const folder = newFolder("loop");

test("each warning has its own deliveries, in the order of time, and episodes are apart", async () => {
  const directory = RunDirectory.create(join(folder, "few"), { id: "x" });
  await writeLoop(
    directory,
    {
      warnings: [warning(0, 10, 1, "low"), warning(1, 11, 2, "high"), warning(2, 12, 3, "low")],
      deliveries: [delivery(2, 12, "message", 3), delivery(0, 10, "message", 4), delivery(2, 12, "telephone", 5)],
      episodes: [HEEDED, LOST],
      languageOf: () => "en",
    },
    false,
  );
  const warnings = readJsonLines<WarningDocument>(join(directory.path, "warnings.jsonl"));
  expect(warnings.map(({ deliveries }) => deliveries.map(({ channel }) => channel))).toEqual([
    ["message"],
    [],
    ["message", "telephone"],
  ]);
  expect(readJsonLines(join(directory.path, "episodes.jsonl"))).toMatchObject([{ gang: 0 }, { gang: 1 }]);
  expect(existsSync(join(directory.path, "warnings.jsonl.partial"))).toBe(false);
});
