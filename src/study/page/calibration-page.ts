import { countOf, t, type Text, type Localised } from "../../ui/words.ts";
import { printableDocument } from "../../ui/printable-document.ts";
import type { ReportTable } from "../../ui/table.ts";
import type { Calibration } from "../calibrate.ts";
import { seedsAndRuns } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";
import { movedTable } from "./tuning-page.ts";

export function targetTable(calibration: Calibration): ReportTable {
  return {
    head: [t`Target`, t`sought`, t`before`, t`best`, t`miss`],
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
  return t`${countOf(trials, "setting")} tried: loss ${before} before, ${best} at the best`;
}

export function calibrationPage(document: Calibration): StudyPage {
  const calibration = printableDocument(document);
  const { scenario, seeds, runs, reproduce } = calibration;
  return {
    title: t`Calibration of ${scenario}`,
    kicker: t`calibration`,
    facts: seedsAndRuns(seeds, runs),
    text: triedWords(calibration),
    caveats: [t`Other settings may do as well.`, t`It says nothing of figures that are no target.`],
    sections: [
      { id: "targets", title: t`Targets`, tables: [targetTable(calibration)] },
      {
        id: "setting",
        title: t`The best setting`,
        tables: [movedTable(calibration)],
      },
    ],
    reproduce,
  };
}

function missWords({ name, target, best }: Calibration["targets"][number]): Text {
  if (best === null) return t`none`;
  const sign = best > target ? "+" : "";
  if (name === "success") {
    const points = `${sign}${(100 * (best - target)).toFixed(2)}`;
    return t`${points} ${t`points`}`;
  }
  return `${sign}${((100 * (best - target)) / target).toFixed(1)} %`;
}

export function short(value: number | null): string {
  return value === null ? "none" : String(Number(value.toPrecision(4)));
}
