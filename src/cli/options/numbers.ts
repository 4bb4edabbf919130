import { InvalidArgumentError } from "commander";

/** 1000000, 1e6 or -0.5; NaN, which lies in no range, for anything else. */
export function readNumber(written: string): number {
  return /^-?\d*\.?\d+(?:e[+-]?\d+)?$/i.test(written.trim()) ? Number(written) : Number.NaN;
}

export function wholeNumber(min: number, max: number): (written: string) => number {
  return (written) => {
    const value = readNumber(written);
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
}

export function numberIn(min: number, max: number): (written: string) => number {
  return (written) => {
    const value = readNumber(written);
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a number from ${min} to ${max}.`);
  };
}

const SECONDS_OF_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** "90s", "10m" or "1h" in seconds. */
export function timeIn(minSeconds: number, maxSeconds: number): (written: string) => number {
  return (written) => {
    const [, number = "", unit = ""] = /^(.+)([smh])$/.exec(written.trim()) ?? [];
    const seconds = readNumber(number) * (SECONDS_OF_UNIT[unit] ?? Number.NaN);
    if (seconds >= minSeconds && seconds <= maxSeconds) return seconds;
    throw new InvalidArgumentError(`Expected a time from ${minSeconds}s to ${maxSeconds}s, as in 90s, 2m or 1h.`);
  };
}
