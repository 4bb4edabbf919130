/** One event of a run: the run is repeated up to it, for what it met there depends on everything before. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RingfenceError } from "../core/errors.ts";
import { REPORT_FILE, SCENARIO_FILE } from "../report/run-directory.ts";
import { loadScenario } from "../scenario/file.ts";
import { simulate } from "../simulation.ts";
import { parseEventId } from "../world/event-id.ts";
import { contextOf } from "../explain/context.ts";
import { type Explanation, explainRow } from "../explain/explanation.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { createProgress } from "./progress.ts";

export interface EventOptions {
  /** A run directory. */
  readonly run: string;
  /** 16 hexadecimal digits. */
  readonly event: string;
  readonly workers: number;
  readonly unmask: boolean;
}

/** Takes as long as the run did up to the event. Throws "usage" where the run has no such event. */
export async function explainEvent({ run, event, workers, unmask }: EventOptions): Promise<Explanation> {
  const watched = parseEventId(event);
  if (!watched) {
    throw new RingfenceError(
      "usage",
      `--event expects 16 hexadecimal digits, as in ${join(run, "decisions.jsonl")}, but found "${event}"`,
    );
  }
  const scenario = loadScenario(join(run, SCENARIO_FILE));
  const seed = readSeed(run);
  const found = new AbortController();
  const progress = createProgress({ ticks: scenario.hours }, process.stderr);
  const goOnAtSignals = endOnSignals(() => progress.stop());
  let explanation: Explanation | null = null;
  try {
    await simulate({
      scenario,
      seed,
      workers,
      watched,
      signal: found.signal,
      onTick: (ticks, events) => progress.update(ticks, events),
      onSample: (sample) => {
        const { events } = sample.view;
        if (events.idLow[sample.row] !== watched.low || events.idHigh[sample.row] !== watched.high) return;
        explanation = explainRow(events, sample.view.verdicts, sample.row, contextOf(sample, unmask));
        found.abort();
      },
    });
  } finally {
    goOnAtSignals();
    progress.stop();
  }
  if (explanation) return explanation;
  throw new RingfenceError("usage", `the run in ${run} has no event ${event}: take one from its decisions.jsonl`);
}

function readSeed(run: string): number {
  const path = join(run, REPORT_FILE);
  let report: unknown;
  try {
    report = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new RingfenceError("io", `cannot read ${path}: ${(cause as Error).message}. Is ${run} a run directory?`, {
      cause,
    });
  }
  const seed = (report as { seed?: unknown } | null)?.seed;
  if (typeof seed === "number") return seed;
  throw new RingfenceError("config", `${path} holds no seed: it is no report of a run`);
}
