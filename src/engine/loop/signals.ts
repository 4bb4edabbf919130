/** The signal reader: turns what the platform saw in a tick into signals about subscribers. */
import { SignalReader } from "../../respond/signals/signal-reader.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export function joinSignals(scene: Scene): Participant {
  const { options, world, platform } = scene;
  const reader = new SignalReader(options.scenario.signals, world.handle.subscribers.count, {
    subscribersInto: (numbers, had, count, out) => world.subscribersInto(numbers, had, count, out),
    isListed: (key) => platform.isListed(key),
    isListedHost: (host) => platform.isListedHost(host),
    listedInto: (keys, were, count, out) => platform.listedInto(keys, were, count, out),
  });
  return {
    name: "signals",
    settle(tick) {
      const { acts, complaints, startMs, endMs } = tick;
      const { notedEvents } = tick.result;
      tick.signals = reader.read({ notedEvents, acts, complaints, listed: platform.newlyListed, startMs, endMs });
    },
  };
}
