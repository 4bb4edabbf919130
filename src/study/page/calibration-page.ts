/** A calibration as a page and in a terminal, from its document alone. */
import { counted } from "../../core/counted.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { Calibration } from "../calibrate.ts";
import { seedListWords } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";
import { movedTable } from "./tuning-page.ts";

export function targetTable(calibration: Calibration): ReportTable {
  return {
    head: ["Target", "target", "before", "best", "miss"],
    rows: calibration.targets.map((target) => [
      target.name,
      short(target.target),
      short(target.before),
      short(target.best),
      missWords(target),
    ]),
    notes: [triedWords(calibration)],
  };
}

function triedWords({ trials, loss }: Calibration): string {
  return `${counted(trials, "setting")} tried: loss ${short(loss.before)} before, ${short(loss.best)} at the best`;
}

export function calibrationPage(document: Calibration): StudyPage {
  const calibration = printableDocument(document);
  const { scenario, seeds, runs, reproduce } = calibration;
  return {
    title: `Calibration of ${scenario}`,
    kicker: "calibration",
    facts: `Seeds ${seedListWords(seeds)} · ${counted(runs, "run")}`,
    text: triedWords(calibration),
    caveats: ["Other settings may do as well.", "It says nothing of figures that are no target."],
    sections: [
      { id: "targets", title: "Targets", tables: [targetTable(calibration)] },
      {
        id: "setting",
        title: "The best setting",
        tables: [movedTable(calibration)],
      },
    ],
    reproduce,
  };
}

function missWords({ name, target, best }: Calibration["targets"][number]): string {
  if (best === null) return "none";
  const sign = best > target ? "+" : "";
  if (name === "success") return `${sign}${(100 * (best - target)).toFixed(2)} points`;
  return `${sign}${((100 * (best - target)) / target).toFixed(1)} %`;
}

/** Four digits. */
export function short(value: number | null): string {
  return value === null ? "none" : String(Number(value.toPrecision(4)));
}
