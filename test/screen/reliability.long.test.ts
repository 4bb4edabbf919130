/** On real messages (RINGFENCE_DATA): of those whose risk is 0.3, about three in ten are fraud. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fnv1a } from "../../src/core/fnv.ts";
import type { ScreenedRow } from "../../src/screen/screened-row.ts";
import { inProcess } from "../cli/in-process.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("reliability");
const data = process.env["RINGFENCE_DATA"] ?? "";
const BINS = 10;
const FEWEST = 50;

/** The mean gap between risk and share of fraud in ten bins, and the greatest in a bin of many rows. */
function gapsOf(rows: readonly { readonly risk: number; readonly isFraud: boolean }[]) {
  const bins = Array.from({ length: BINS }, (_, bin) =>
    rows.filter(({ risk }) => Math.min(BINS - 1, Math.floor(risk * BINS)) === bin),
  );
  const gaps = bins.map((bin) => Math.abs(bin.reduce((sum, { risk, isFraud }) => sum + risk - Number(isFraud), 0)));
  return {
    mean: gaps.reduce((sum, gap) => sum + gap, 0) / rows.length,
    greatest: Math.max(...bins.map(({ length }, at) => (length < FEWEST ? 0 : gaps[at]! / length))),
  };
}

describe.skipIf(!existsSync(join(data, "sms-en-uci.jsonl")))(
  "the risk of a model of half a set, on the other half",
  () => {
    test.each([
      ["sms-en-uci", "spam", ""],
      ["sms-en-mendeley5971", "spam,smishing", ""],
      ["sms-en-exais", "spam", "--caller peer --direction dir"],
      ["sms-zh-80w-sample", "spam", ""],
    ])("is the share of fraud: %s", async (name, positive, columns) => {
      const lines = readFileSync(join(data, `${name}.jsonl`), "utf8")
        .trim()
        .split("\n");
      for (const half of [0, 1]) {
        writeFileSync(join(folder, `${half}.jsonl`), lines.filter((line) => fnv1a(line) % 2 === half).join("\n"));
      }
      const run = async (words: string): Promise<void> => {
        const asked = [...words.split(" "), ...columns.split(" ").filter(Boolean), "--force", "--positive", positive];
        expect((await inProcess(asked, { cwd: folder })).code).toBe(0);
      };
      await run("train 0.jsonl --out half.model --json");
      await run("screen 1.jsonl --model half.model --out rows.jsonl --quiet");
      const rows = readFileSync(join(folder, "rows.jsonl"), "utf8").trim().split("\n");
      const known = rows.flatMap((row) => {
        const { risk, label } = JSON.parse(row) as ScreenedRow;
        return risk === null ? [] : [{ risk, isFraud: positive.split(",").includes(label!) }];
      });
      expect(known.length).toBeGreaterThan(0.9 * rows.length);
      const { mean, greatest } = gapsOf(known);
      expect(mean).toBeLessThan(0.03);
      expect(greatest).toBeLessThan(0.25);
    });
  },
);
