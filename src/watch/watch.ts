/**
 * The watch: what the platform makes of what it saw in a window of time. It knows numbers and domains that are listed, or
 * doubtful because something of them was blocked lately, and who had to do with them. It knows no episodes.
 */
import { HOUR_MS } from "../core/time.ts";
import type { Act, ActKind } from "../event/act.ts";
import type { Complaint } from "../event/complaint.ts";
import { domainKey, isDomainKey } from "../event/domain-key.ts";
import { type Identity, canonicalIdentity } from "../event/identity.ts";
import type { Signal } from "../event/signal.ts";
import { Dealings } from "./dealings.ts";
import type { Sighting, WatchSettings } from "./sighting.ts";

/** What the operators' own books say. Keys: canonical identities, domain keys. */
export interface Network {
  subscriberOf(number: Identity): number | undefined;
  isListed(key: number): boolean;
}

/** What was seen in [startMs, endMs). */
export interface Window {
  /** In any order. */
  readonly sightings: readonly Sighting[];
  /** In order of time. */
  readonly acts: readonly Act[];
  /** Made in the window. Who reports something knows already: his or her earlier dealings are no longer looked back at. */
  readonly complaints: readonly Complaint[];
  /** Keys that came to be listed at its end. */
  readonly listed: Iterable<number>;
  readonly startMs: number;
  readonly endMs: number;
}

export class Watch {
  readonly #settings: WatchSettings;
  readonly #network: Network;
  readonly #dealings: Dealings;
  /** Until when a number or domain is doubtful. */
  readonly #doubtful = new Map<number, number>();
  /** When a subscriber last reported something. */
  readonly #reported = new Map<number, number>();
  #signals: Signal[] = [];

  constructor(settings: WatchSettings, network: Network) {
    this.#settings = settings;
    this.#network = network;
    this.#dealings = new Dealings(settings.rememberedDealings);
  }

  /** Signals of a window, in no particular order. Windows follow upon each other. Under a microsecond a sighting. */
  read({ sightings, acts, complaints, listed, startMs, endMs }: Window): Signal[] {
    this.#signals = [];
    this.#forget(startMs);
    // What was blocked counts from the start of the window on, so that which event of a caller was kept does not matter.
    for (const sighting of sightings) if (sighting.decision === "block") this.#doubt(sighting, startMs);
    const passed = sightings.filter(({ decision }) => decision !== "block").sort(compareSightings);
    let next = 0;
    for (const act of acts) {
      for (; next < passed.length && passed[next]!.timeMs <= act.timeMs; next++) this.#readPassed(passed[next]!);
      this.#readAct(act);
    }
    for (; next < passed.length; next++) this.#readPassed(passed[next]!);
    for (const { subscriber, timeMs } of complaints) this.#reported.set(subscriber, timeMs);
    for (const key of listed) this.#lookBack(key, endMs);
    return this.#signals;
  }

  /**
   * One event gives one signal at the time: a long call with somebody doubtful counts as that, flagged or not. One with somebody
   * else is kept for look-back, flagged or not.
   */
  #readPassed(sighting: Sighting): void {
    const { caller, callee, timeMs, durationS, isCall, decision, hosts } = sighting;
    const subscriber = this.#network.subscriberOf(callee);
    const key = canonicalIdentity(caller);
    const isFlagged = decision === "flag";
    if (subscriber !== undefined) {
      const isLong = isCall && durationS > 0 && durationS >= this.#settings.longCallS;
      const isDoubtfulCall = isLong && this.#isDoubtful(key, timeMs);
      if (isDoubtfulCall) this.#signal("doubtfulCall", subscriber, timeMs, caller, null);
      else if (isFlagged) this.#signal("flaggedContact", subscriber, timeMs, caller, hosts[0] ?? null);
      if (isLong && !isDoubtfulCall) {
        this.#dealings.remember(key, { kind: "doubtfulCall", subscriber, timeMs });
      }
    }
  }

  #readAct({ kind, subscriber, timeMs, identity, host }: Act): void {
    const key = host === null ? canonicalIdentity(identity ?? 0) : domainKey(host);
    if (this.#isDoubtful(key, timeMs)) this.#signal(kind, subscriber, timeMs, identity, host);
    else this.#dealings.remember(key, { kind, subscriber, timeMs });
  }

  /**
   * Who had to do with a number or domain before anybody knew what it was. A dealing that was a signal of its kind then was not
   * kept, and none is looked back at twice: a key may be listed again, or be handed over again.
   */
  #lookBack(key: number, endMs: number): void {
    const sinceMs = endMs - this.#settings.lookBackHours * HOUR_MS;
    const strongest = new Map<number, number>();
    for (const { kind, subscriber, timeMs } of this.#dealings.take(key, sinceMs)) {
      if (timeMs <= (this.#reported.get(subscriber) ?? Number.NEGATIVE_INFINITY)) continue;
      strongest.set(subscriber, Math.max(strongest.get(subscriber) ?? 0, this.#settings[kind]));
    }
    for (const [subscriber, strength] of strongest) {
      this.#signals.push({
        kind: "lookBack",
        subscriber,
        timeMs: endMs,
        strength: strength * this.#settings.lookBackFactor,
        // Of a domain no more than a hash is kept.
        identity: isDomainKey(key) ? null : key,
        host: null,
      });
    }
  }

  #signal(
    kind: ActKind | "flaggedContact" | "doubtfulCall",
    subscriber: number,
    timeMs: number,
    identity: Identity | null,
    host: string | null,
  ): void {
    this.#signals.push({ kind, subscriber, timeMs, strength: this.#settings[kind], identity, host });
  }

  #isDoubtful(key: number, timeMs: number): boolean {
    return this.#network.isListed(key) || (this.#doubtful.get(key) ?? Number.NEGATIVE_INFINITY) > timeMs;
  }

  #doubt({ caller, hosts }: Sighting, fromMs: number): void {
    const untilMs = fromMs + this.#settings.doubtfulHours * HOUR_MS;
    this.#extend(canonicalIdentity(caller), untilMs);
    for (const host of hosts) this.#extend(domainKey(host), untilMs);
  }

  #extend(key: number, untilMs: number): void {
    // Taken out first: the map stays roughly in the order of forgetting.
    this.#doubtful.delete(key);
    this.#doubtful.set(key, untilMs);
  }

  #forget(nowMs: number): void {
    for (const [key, untilMs] of this.#doubtful) if (untilMs <= nowMs) this.#doubtful.delete(key);
  }
}

function compareSightings(a: Sighting, b: Sighting): number {
  return a.timeMs - b.timeMs || a.idHigh - b.idHigh || a.idLow - b.idLow;
}
