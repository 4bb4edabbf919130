import { counted, formatCount } from "../../core/counted.ts";
import type { Text, Localised } from "../../core/words.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { Calibration } from "../calibrate.ts";
import { seedsAndRuns } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";
import { movedTable } from "./tuning-page.ts";

export function targetTable(calibration: Calibration): ReportTable {
  return {
    head: [
      { en: "Target", zh: "目标" },
      { en: "target", zh: "目标值" },
      { en: "before", zh: "之前" },
      { en: "best", zh: "最好" },
      { en: "miss", zh: "偏差" },
    ],
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

function triedWords({ trials, loss }: Calibration): Localised {
  const [before, best] = [short(loss.before), short(loss.best)];
  return {
    en: `${counted(trials, "setting")} tried: loss ${before} before, ${best} at the best`,
    zh: `试了 ${formatCount(trials)} 组取值：损失函数之前为 ${before}，最好为 ${best}`,
  };
}

export function calibrationPage(document: Calibration): StudyPage {
  const calibration = printableDocument(document);
  const { scenario, seeds, runs, reproduce } = calibration;
  return {
    title: { en: `Calibration of ${scenario}`, zh: `${scenario} 的校准` },
    kicker: { en: "calibration", zh: "校准" },
    facts: seedsAndRuns(seeds, runs),
    text: triedWords(calibration),
    caveats: [
      { en: "Other settings may do as well.", zh: "别的取值可能同样好。" },
      { en: "It says nothing of figures that are no target.", zh: "对不是目标的数字，它什么也没有说。" },
    ],
    sections: [
      { id: "targets", title: { en: "Targets", zh: "目标" }, tables: [targetTable(calibration)] },
      {
        id: "setting",
        title: { en: "The best setting", zh: "最好的取值" },
        tables: [movedTable(calibration)],
      },
    ],
    reproduce,
  };
}

function missWords({ name, target, best }: Calibration["targets"][number]): Text {
  if (best === null) return { en: "none", zh: "无" };
  const sign = best > target ? "+" : "";
  if (name === "success") {
    const points = `${sign}${(100 * (best - target)).toFixed(2)}`;
    return { en: `${points} points`, zh: `${points} 个百分点` };
  }
  return `${sign}${((100 * (best - target)) / target).toFixed(1)} %`;
}

export function short(value: number | null): string {
  return value === null ? "none" : String(Number(value.toPrecision(4)));
}
