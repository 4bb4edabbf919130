/** Remarks that differ in their numbers alone: they say the same of several. */
import { groupBy } from "../../src/core/group-by.ts";

/** Groups of `items` whose words, as `wordsOf` gives them, are alike but for numbers; in the order of their firsts. */
export function groupAlike<T>(items: Iterable<T>, wordsOf: (item: T) => string): Map<string, T[]> {
  return groupBy(items, (item) => wordsOf(item).replaceAll(/\d[\d.,]*/g, "#"));
}
