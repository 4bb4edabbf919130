import * as fc from "fast-check";

type Arbitraries<Values> = { readonly [At in keyof Values]: fc.Arbitrary<Values[At]> };

/** Demands that `holds` throws for no values of these arbitraries, over so many runs. */
export function forAll<Values extends [unknown, ...unknown[]]>(
  arbitraries: Arbitraries<Values>,
  numRuns: number,
  holds: (...values: Values) => void,
): void {
  const given = arbitraries as unknown as [fc.Arbitrary<unknown>];
  fc.assert(fc.property(...given, holds as unknown as (value: unknown) => void), { numRuns });
}
