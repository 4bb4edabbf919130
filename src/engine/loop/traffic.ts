/** Traffic: plans the events of a tick as slices. Must come after all participants that add to `due`. */
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export function joinTraffic({ options, world }: Scene): Participant {
  const { fraudOnly = false } = options;
  return {
    name: "traffic",
    start(tick) {
      const { number, due, isDraining } = tick;
      tick.slices = world.plan(number, due, { benign: !fraudOnly && !isDraining, firstContacts: !isDraining });
    },
  };
}
