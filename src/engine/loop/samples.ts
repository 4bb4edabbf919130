/** Samples: events that are reported one by one, and texts that are read as a whole. They change no result. */
import type { World } from "../../world/world.ts";
import { SAMPLED } from "../pipeline.ts";
import { TEXT_SAMPLED, sampleText } from "../text-sampling.ts";
import type { WorkerOutput } from "../worker-output.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";
import type { Tick } from "./tick.ts";

export function joinSamples({ options, world, platform }: Scene): Participant {
  const { onSample, textSample } = options;
  const scriptOf: World["scriptOf"] = (labels, row) => world.scriptOf(labels, row);

  const report = (tick: Tick, { kept, marks }: WorkerOutput): void => {
    const { tables } = tick.tables!;
    for (let row = 0; row < kept.events.count; row++) {
      if (marks[row] === SAMPLED) onSample!({ tick: tick.number, view: kept, row, tables, platform, scriptOf });
    }
  };
  const read = ({ kept, marks }: WorkerOutput): void => {
    for (let row = 0; row < kept.events.count; row++) {
      if ((marks[row]! & TEXT_SAMPLED) !== 0) sampleText(textSample!, kept, row, scriptOf);
    }
  };
  return {
    name: "samples",
    receive(tick, output) {
      if (onSample) report(tick, output);
      if (textSample) read(output);
    },
  };
}
