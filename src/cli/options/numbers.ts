/** Numbers as they are typed, checked where they are read. */
import { InvalidArgumentError } from "commander";

/** 1000000, 1e6 or -0.5; NaN, which lies in no range, for anything else. */
export function readNumber(written: string): number {
  return /^-?\d*\.?\d+(?:e[+-]?\d+)?$/i.test(written.trim()) ? Number(written) : Number.NaN;
}

function readWhole(written: string): number {
  return Number.isSafeInteger(readNumber(written)) ? Number(written) : Number.NaN;
}

/** What `read` makes of an option's value, if it lies between. `expected`: the range in words. */
export function between(min: number, max: number, expected: string, read = readNumber): (written: string) => number {
  return (written) => {
    const value = read(written);
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected ${expected}.`);
  };
}

export function wholeNumber(min: number, max: number): (written: string) => number {
  return between(min, max, `a whole number from ${min} to ${max}`, readWhole);
}

export function numberIn(min: number, max: number): (written: string) => number {
  return between(min, max, `a number from ${min} to ${max}`);
}

/** "3" or "1-4", both ends included; null for anything else, and for more than `most`. */
export function readRun(written: string, most: number): number[] | null {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(written.trim()) ?? [];
  const length = Number(last) - Number(first) + 1;
  return length >= 1 && length <= most ? Array.from({ length }, (_, at) => Number(first) + at) : null;
}

const SECONDS_OF_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** "90s", "10m" or "1h" in seconds. */
export function timeIn(minSeconds: number, maxSeconds: number): (written: string) => number {
  const expected = `a time from ${minSeconds}s to ${maxSeconds}s, as in 90s, 2m or 1h`;
  return between(minSeconds, maxSeconds, expected, (written) => {
    const [, number = "", unit = ""] = /^(.+)([smh])$/.exec(written.trim()) ?? [];
    return readNumber(number) * (SECONDS_OF_UNIT[unit] ?? Number.NaN);
  });
}
