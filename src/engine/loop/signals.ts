/** The signal reader: turns what the platform saw in a tick into signals about subscribers. */
import type { Identity } from "../../event/identity.ts";
import { type SignalCounts, SignalTally, type SignalTruth } from "../../metrics/signal-worth.ts";
import { NO_IDENTITY } from "../../record/signals.ts";
import { SignalReader } from "../../respond/signals/signal-reader.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface SignalStatement {
  /** Counts of signals inside and outside of episodes: for the report only. */
  readonly signals: SignalCounts;
}

export function joinSignals(scene: Scene): Participant<SignalStatement> {
  const { options, world, platform } = scene;
  const reader = new SignalReader(options.scenario.signals, world.handle.subscribers.count, {
    subscribersInto: (numbers, had, count, out) => world.subscribersInto(numbers, had, count, out),
    isListed: (key) => platform.isListed(key),
    isListedHost: (host) => platform.isListedHost(host),
    listedInto: (keys, were, count, out) => platform.listedInto(keys, were, count, out),
  });
  const tally = new SignalTally(world.handle.subscribers.count, world.gangs.all.length);
  const truth = signalTruth(scene);
  return {
    name: "signals",
    settle(tick) {
      const { acts, complaints, startMs, endMs } = tick;
      const { notedEvents } = tick.result;
      tick.signals = reader.read({ notedEvents, acts, complaints, listed: platform.newlyListed, startMs, endMs });
    },
    conclude({ signals }) {
      if (signals) tally.add(signals, truth);
    },
    statement: () => ({ signals: tally }),
  };
}

function signalTruth({ episodes, groundTruth }: Scene): SignalTruth {
  return {
    gangAt: (subscriber, timeMs) => episodes.gangAt(subscriber, timeMs),
    gangNamed: ({ identity, host }, row) =>
      groundTruth.gangOf({
        identity: identity[row] === NO_IDENTITY ? null : (identity[row]! as Identity),
        host: host[row] ?? null,
      }),
  };
}
