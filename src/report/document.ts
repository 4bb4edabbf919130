/** report.json: what was run, every figure by its name, and the statements in which the figures stand. */
import { z } from "zod";
import { assert } from "../core/assert.ts";
import { DECISIONS } from "../event/findings.ts";
import type { LoopInput } from "../metrics/loop-input.ts";
import { traceWarnings } from "../metrics/traced-warning.ts";
import { headOf, headShape, type ReportInput, type RunResult } from "./head.ts";
import { SECTIONS } from "./sections/list.ts";
import { type Figure, figureSchema, type Section, statementSchema, textSchema } from "./statement.ts";

/** Raised when a figure is removed or changes its meaning, not for a new one. */
export const REPORT_SCHEMA_VERSION = 3;

export const reportSchema = z
  .strictObject({
    schemaVersion: z.literal(REPORT_SCHEMA_VERSION),
    ...headShape,
    figures: z
      .record(z.string(), figureSchema)
      .describe(
        "by name, as in rates.success or warnings.byChannel.visit.kept: the sections have their words and units",
      ),
    sections: z
      .array(
        z
          .strictObject({ id: z.string(), title: textSchema, statements: z.array(statementSchema).readonly() })
          .readonly(),
      )
      .readonly()
      .describe("in order of reading, without those that the run has nothing for"),
  })
  .readonly()
  .meta({
    title: "Ringfence report",
    description: `What a run intercepted, what it did not, who was warned in time, what was lost, and whom it hurt. Of ${DECISIONS.join(", ")}, blocked counts as intercepted.`,
  });

/** The document of a run, report.json. */
export type Report = z.infer<typeof reportSchema>;

/** Draft 2020-12. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema, { target: "draft-2020-12" });
}

/**
 * About 50 ms for 40,000 episodes and 20,000 warnings. Throws RingfenceError("invariant") when the ledger of events or
 * of money does not balance, or an episode's gang is missing in the tally.
 */
export function buildReport(input: ReportInput, sections: readonly Section[] = SECTIONS): Report {
  checkGangs(input.loop, input.tally.handle.gangs);
  const run: RunResult = { ...input, traced: traceWarnings(input.loop) };
  const stated = sections
    .map(({ id, title, state }) => ({ id, title, found: state(run) }))
    .filter(({ found }) => found.length > 0);
  const figures: Record<string, Figure> = {};
  for (const { figures: own } of stated.flatMap(({ found }) => found)) {
    for (const [name, figure] of Object.entries(own)) {
      assert(!(name in figures), `two figures are called ${name}`);
      figures[name] = figure;
    }
  }
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    ...headOf(run),
    figures,
    sections: stated.map(({ id, title, found }) => ({
      id,
      title,
      statements: found.map(({ statement }) => statement),
    })),
  };
}

function checkGangs({ episodes, noDefences, interceptionOnly }: LoopInput, gangs: number): void {
  for (const arm of [episodes, noDefences?.episodes ?? [], interceptionOnly?.episodes ?? []]) {
    const stranger = arm.find(({ gang }) => gang >= gangs);
    assert(stranger === undefined, `an episode is of gang ${stranger?.gang}, and the tally has ${gangs}`);
  }
}

/** Null over nothing, undefined if the report has no such figure; `rates.success.n`, `.low` and `.high` are known too. */
export function valueAt({ figures }: Pick<Report, "figures">, name: string): number | null | undefined {
  const found = Object.hasOwn(figures, name) ? figures[name] : undefined;
  if (found !== undefined) return found.value;
  const dot = name.lastIndexOf(".");
  const part = name.slice(dot + 1);
  const whole = Object.hasOwn(figures, name.slice(0, dot)) ? figures[name.slice(0, dot)] : undefined;
  if (whole === undefined || !(part === "low" || part === "high" || part === "n")) return undefined;
  return whole[part] ?? null;
}
