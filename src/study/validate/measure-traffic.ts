/** One run of a scenario whose fraud traffic is counted event by event. */
import { type SimulationOptions, type SimulationResult, simulate } from "../../engine/simulation.ts";
import { type TrafficFigures, TrafficCounter } from "../../metrics/traffic-figures.ts";

export interface MeasuredTraffic {
  readonly figures: TrafficFigures;
  readonly result: SimulationResult;
}

/** Every event is looked at, so the run takes several times as long as one that samples; its results are the same. */
export async function measureTraffic(
  options: Pick<SimulationOptions, "scenario" | "seed" | "workers" | "batchEvents" | "pool" | "onTick">,
): Promise<MeasuredTraffic> {
  const { scenario } = options;
  const counter = new TrafficCounter(scenario.population.subscribers, scenario.hours);
  const result = await simulate({
    ...options,
    scenario: { ...scenario, report: { ...scenario.report, sampleEvery: 1 } },
    onSample: ({ view, row }) => counter.note(view.events, view.truth, row),
  });
  return { figures: counter.figures(result.episodes), result };
}
