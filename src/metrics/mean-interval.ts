/** A mean over independent worlds, draws or seeds, and how sure it is. */
import { meanOf, sumSquares } from "../core/sum.ts";
import { studentQuantile } from "./student.ts";

interface MeanInterval {
  readonly mean: number;
  /** Half of the 95 % interval (Student's t); null for fewer than two values. */
  readonly half: number | null;
}

/** At least one value. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length;
  const mean = meanOf(values);
  if (n < 2) return { mean, half: null };
  return { mean, half: studentHalf(sumSquares(values, mean), n) };
}

/** Half of Student's 95 % interval of a mean of n parts, n > 1, from the sum of their squared deviations. */
export function studentHalf(squares: number, n: number): number {
  return studentQuantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
}
