/** Signals as plain objects, and back. */
import type { Identity } from "../../src/event/identity.ts";
import { SIGNAL_KINDS, type Signal, NO_IDENTITY, Signals } from "../../src/record/signals.ts";

export function signalsOf(list: readonly Signal[]): Signals {
  const signals = new Signals();
  for (const { kind, subscriber, timeMs, strength, identity, host } of list) {
    signals.add(kind, subscriber, timeMs, strength, identity, host);
  }
  return signals;
}

export function listOf(signals: Signals): Signal[] {
  return Array.from({ length: signals.count }, (_, row) => signalAt(signals, row));
}

export function signalAt(signals: Signals, row: number): Signal {
  const identity = signals.identity[row]!;
  return {
    kind: SIGNAL_KINDS[signals.kind[row]!]!,
    subscriber: signals.subscriber[row]!,
    timeMs: signals.timeMs[row]!,
    strength: signals.strength[row]!,
    identity: identity === NO_IDENTITY ? null : (identity as Identity),
    host: signals.host[row]!,
  };
}
