/** Sketches of callers, two spans of them, as plainly as can be: what those in WebAssembly are held to. */
import { ANSWERED_BIT, CALLEE_MASK, CALLEE_SHIFT, CALL_BIT } from "../../../src/detect/behaviour/sketch-layout.ts";

export interface Observation {
  readonly hash: number;
  readonly packed: number;
}

export interface Reading {
  readonly attempts: number;
  readonly fanOut: number;
  readonly calls: number;
  readonly answered: number;
  readonly meanDurationS: number;
}

const MAP_BITS = 64;
const SATURATED = 65_535;

export class PlainSketches {
  readonly #spans: [Observation[], Observation[]] = [[], []];

  add(span: 0 | 1, observations: readonly Observation[]): void {
    this.#spans[span].push(...observations);
  }

  clear(span: 0 | 1): void {
    this.#spans[span].length = 0;
  }

  read(hash: number): Reading {
    const seen = this.#spans.flat();
    const [first, second] = CELLS.map((cellOf) =>
      countCell(seen.filter((other) => cellOf(other.hash) === cellOf(hash))),
    );
    const least = (count: keyof Cell): number => Math.min(first![count], second![count]);
    const [attempts, answered] = [least("attempts"), least("answered")];
    return {
      attempts: saturate(attempts),
      fanOut: Math.min(distinct(least("callees")), attempts),
      calls: saturate(least("calls")),
      answered: saturate(answered),
      meanDurationS: saturate(Math.floor(least("seconds") / Math.max(answered, 1))),
    };
  }
}

const CELLS = [(hash: number) => hash >>> 16, (hash: number) => hash & 0xffff];

interface Cell {
  readonly attempts: number;
  readonly callees: number;
  readonly calls: number;
  readonly answered: number;
  readonly seconds: number;
}

function countCell(seen: readonly Observation[]): Cell {
  return {
    attempts: seen.length,
    callees: new Set(seen.map(({ packed }) => (packed >>> CALLEE_SHIFT) & CALLEE_MASK)).size,
    calls: seen.filter(({ packed }) => (packed & CALL_BIT) !== 0).length,
    answered: seen.filter(({ packed }) => (packed & ANSWERED_BIT) !== 0).length,
    seconds: seen.reduce((sum, { packed }) => sum + (packed & 0xffff), 0),
  };
}

function distinct(bits: number): number {
  return Math.round(MAP_BITS * Math.log(MAP_BITS / Math.max(MAP_BITS - bits, 0.5)));
}

function saturate(value: number): number {
  return Math.min(value, SATURATED);
}
