/** Samples: events that are reported one by one. They change no result. */
import type { World } from "../../world/world.ts";
import { SAMPLED } from "../pipeline.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export function joinSamples({ options: { onSample }, world, platform }: Scene): Participant {
  if (!onSample) return { name: "samples" };
  const scriptOf: World["scriptOf"] = (labels, row) => world.scriptOf(labels, row);
  return {
    name: "samples",
    receive(tick, { kept, marks }) {
      const { tables } = tick.tables!;
      for (let row = 0; row < kept.events.count; row++) {
        if (marks[row] === SAMPLED) onSample({ tick: tick.number, view: kept, row, tables, platform, scriptOf });
      }
    },
  };
}
