import { InvalidArgumentError } from "commander";

/** 1000000, 1e6 or 0.5; NaN, which lies in no range, for anything else. No signs. */
export function readNumber(written: string): number {
  return /^\d*\.?\d+(?:e[+-]?\d+)?$/i.test(written.trim()) ? Number(written) : Number.NaN;
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
