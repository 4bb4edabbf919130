/**
 * Several scenario parameters as one pattern, where they differ in one part of their path: `benign.family.perDay` and
 * its ten sisters are `benign.*.perDay`. Otherwise all of them.
 */
export function patternOf(parameters: readonly string[]): string {
  const [first, ...others] = parameters.map((parameter) => parameter.split("."));
  if (first === undefined || others.length === 0 || others.some(({ length }) => length !== first.length)) {
    return parameters.join(", ");
  }
  const pattern = first.map((part, index) => (others.every((other) => other[index] === part) ? part : "*"));
  return pattern.filter((part) => part === "*").length === 1 ? pattern.join(".") : parameters.join(", ");
}
