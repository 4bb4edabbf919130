/** Writes sampled decisions, and their truth in a file apart, in the order of time for any order of batches. */
import { compareText } from "../../core/units.ts";
import { type DecisionDocument, type TruthDocument, decisionDocument, truthDocument } from "./decision.ts";
import { DECISIONS_FILE, type RunDirectory, TRUTH_FILE } from "./run-directory.ts";
import type { Sample } from "../../engine/loop/scene.ts";

interface Sampled {
  readonly decision: DecisionDocument;
  readonly truth: TruthDocument;
}

export class SampleWriter {
  readonly #directory: RunDirectory;
  readonly #unmask: boolean;
  readonly #byTick = new Map<number, Sampled[]>();

  /** Makes both files at once: without samples they are empty, not missing. */
  constructor(directory: RunDirectory, unmask: boolean) {
    this.#directory = directory;
    this.#unmask = unmask;
    directory.append(DECISIONS_FILE, []);
    directory.append(TRUTH_FILE, []);
  }

  add({ tick, view, row, scriptOf }: Sample): void {
    const sampled = this.#byTick.get(tick) ?? [];
    sampled.push({
      decision: decisionDocument(view.events, view.findings, row, this.#unmask),
      truth: truthDocument(view.events, view.truth, row, scriptOf),
    });
    this.#byTick.set(tick, sampled);
  }

  finish(): void {
    this.flush(Infinity);
    this.#directory.finishSamples();
  }

  /** Writes all ticks up to `lastTick`, which must be complete. */
  flush(lastTick: number): void {
    const ticks = [...this.#byTick.keys()].filter((tick) => tick <= lastTick).sort((a, b) => a - b);
    for (const tick of ticks) {
      const sampled = this.#byTick.get(tick)!.sort(byTimeThenIdentity);
      this.#directory.append(
        DECISIONS_FILE,
        sampled.map(({ decision }) => decision),
      );
      this.#directory.append(
        TRUTH_FILE,
        sampled.map(({ truth }) => truth),
      );
      this.#byTick.delete(tick);
    }
  }
}

function byTimeThenIdentity(a: Sampled, b: Sampled): number {
  return a.decision.timeMs - b.decision.timeMs || compareText(a.decision.id, b.decision.id);
}
