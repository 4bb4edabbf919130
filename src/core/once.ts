/**
 * A value that is made when it is first asked for, and once a process: for tables that are read only and dear to build.
 */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
