/** Where a gang's numbers and domains come from, and what is on record of them (benign callers: benign-origins.ts). */
import { exponential, lognormal } from "../../core/distributions.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";
import { packProvenance } from "../../event/provenance.ts";
import type { Technology } from "../../event/taxonomy.ts";
import { type GangPolicy, USUAL_POLICY, levelIn } from "./gang-policy.ts";

export interface Origin {
  readonly bornTick: number;
  readonly isObserved: boolean;
  readonly traffic: number;
  /** Devices that it costs the gang: the cells where it needs one, divided by the numbers that share a device. */
  readonly devices: number;
}

/** Spread of ages, as standard deviation of the logarithm: most are opened to be sold, some are old. Assumed. */
const AGE_SIGMA = 1.8;
/** Median days of a number since its activation when a gang begins to use it. Assumed; changes no headline figure. */
export const NUMBER_AGE_DAYS = 6;
/** The same of a domain: 70 % of the traffic of text-fraud domains is within seven days of registration (Unit 42, 2025). */
export const DOMAIN_AGE_DAYS = 6;
/** Numbers shown from one device of a SIM box, as in a public generator of call records. */
const DEVICE_NUMBERS = 50;
/** Mean cells in which a number is seen in a day: SIM boxes stand still (INFOCOM 2014); the size is assumed. */
const CELLS = 1.2;
/** Share of a line's calls that the gang's other numbers make to it, so that it is called too. Assumed. */
export const FEIGNED_SHARE = 0.03;
/** Share of numbers and domains whose records reach the platform, and how late. Assumed; only `provenance` reads them. */
export const OBSERVED_SHARE = 0.7;
export const LATE_HOURS = 24;
/** A SIM box shows this many times the extra numbers of a telephone in the hand. Assumed. */
export const HAND_DEVICE_PART = 7;
/** Share of a line's calls that go out, if none are feigned; less where victims call back, down to half. Assumed. */
const OUTGOING_SHARE = 0.97;
const CALLED_BACK = 0.5;

export class OriginMaker {
  readonly #numbers: RandomStream;
  readonly #uses: RandomStream;
  readonly #domains: RandomStream;

  constructor(seed: number) {
    this.#numbers = new RandomStream(seed, "line-origin");
    this.#uses = new RandomStream(seed, "line-use");
    this.#domains = new RandomStream(seed, "domain-origin");
  }

  /** Null for a number from abroad, or a spoofed one: operators here have no record of it. */
  ofLine(
    gang: number,
    serial: number,
    technology: Technology,
    openedTick: number,
    policy: GangPolicy = USUAL_POLICY,
  ): Origin | null {
    if (technology === "abroad" || technology === "spoofed-hotline") return null;
    const numberAgeDays = levelIn(policy, "numberAge") ?? NUMBER_AGE_DAYS;
    const deviceNumbers = levelIn(policy, "devices") ?? DEVICE_NUMBERS;
    const cells = levelIn(policy, "cells") ?? CELLS;
    const words = this.#numbers.draw(gang, serial);
    const bornTick = openedTick - agedHours(words[0]!, words[1]!, numberAgeDays);
    const isObserved = unit(words[2]!) < OBSERVED_SHARE;
    const isMobile = technology !== "landline" && technology !== "enterprise";
    const shown = technology === "sim-box" ? deviceNumbers : 1 + (deviceNumbers - 1) / HAND_DEVICE_PART;
    const uses = this.#uses.draw(gang, serial);
    const calledBack = unit(uses[1]!) * unit(uses[1]!);
    const seenCells = 1 + geometric(uses[0]!, cells - 1);
    const traffic = packProvenance({
      outgoingShare: OUTGOING_SHARE - FEIGNED_SHARE - CALLED_BACK * calledBack * calledBack,
      deviceNumbers: isMobile ? 1 + geometric(uses[2]!, shown - 1) : null,
      cells: isMobile ? seenCells : null,
    });
    return { bornTick, isObserved, traffic, devices: isMobile ? seenCells / shown : 0 };
  }

  ofDomain(gang: number, ordinal: number, openedTick: number, policy: GangPolicy = USUAL_POLICY): Origin {
    const words = this.#domains.draw(gang, ordinal);
    const ageDays = levelIn(policy, "domainAge") ?? DOMAIN_AGE_DAYS;
    const bornTick = openedTick - agedHours(words[0]!, words[1]!, ageDays);
    return { bornTick, isObserved: unit(words[2]!) < OBSERVED_SHARE, traffic: 0, devices: 0 };
  }
}

function agedHours(word0: number, word1: number, medianDays: number): number {
  return Math.floor(Math.min(3650, lognormal(word0, word1, medianDays, AGE_SIGMA)) * HOURS_PER_DAY);
}

interface InUse {
  readonly openedTick: number;
  readonly origin: Origin | null;
}

/** What is on record of a number at `tick`: it reaches the platform LATE_HOURS after it happened. */
export function lineOnRecord({ openedTick, origin }: InUse, tick: number): number {
  if (origin === null || !origin.isObserved) return 0;
  const hours = tick - origin.bornTick;
  if (hours < LATE_HOURS) return 0;
  const traffic = tick - openedTick < LATE_HOURS ? 0 : origin.traffic;
  return (packProvenance({ numberAgeDays: Math.floor(hours / HOURS_PER_DAY) }) | traffic) >>> 0;
}

export function domainOnRecord({ origin }: InUse, tick: number): number {
  if (origin === null || !origin.isObserved) return 0;
  const hours = tick - origin.bornTick;
  return hours < LATE_HOURS ? 0 : packProvenance({ domainAgeDays: Math.floor(hours / HOURS_PER_DAY) });
}

/** A geometric count with this mean, from 0 on, at most 4,095. */
export function geometric(word: number, mean: number): number {
  return mean <= 0 ? 0 : Math.min(4095, Math.floor(exponential(word, 1 / Math.log((1 + mean) / mean))));
}
