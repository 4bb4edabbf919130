/** Three operators, named by size: what holders of cards find there says nothing about a real company. */
export const OPERATORS = ["largest", "second", "third"] as const;

/** By operator, weight among customers: 942, 351 and 306 M mobile subscribers at the end of 2020 (annual reports). */
export const OPERATOR_CUSTOMERS: Readonly<Record<(typeof OPERATORS)[number], number>> = {
  largest: 0.59,
  second: 0.22,
  third: 0.19,
};
