/** A mean over independent worlds, draws or seeds, and how sure it is. */
import { sumOf } from "../core/sum.ts";
import { studentQuantile } from "./student.ts";

interface MeanInterval {
  readonly mean: number;
  /** Half of the 95 % interval (Student's t); null of fewer than two values. */
  readonly half: number | null;
}

/** Of one value at least. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length;
  const mean = sumOf(values) / n;
  if (n < 2) return { mean, half: null };
  const squares = sumOf(values.map((value) => (value - mean) * (value - mean)));
  return { mean, half: studentQuantile(n - 1) * Math.sqrt(squares / (n - 1) / n) };
}
