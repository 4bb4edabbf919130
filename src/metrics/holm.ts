/**
 * p-values of several tests, raised so that the chance of even one false alarm among all of them stays at the level
 * (Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Stat. 6, 1979): the least times m, the
 * next times m - 1, and so on.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).toSorted((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = Array.from<number>({ length: pValues.length });
  let greatest = 0;
  for (const [place, index] of order.entries()) {
    greatest = Math.max(greatest, Math.min(1, pValues[index]! * (pValues.length - place)));
    adjusted[index] = greatest;
  }
  return adjusted;
}
