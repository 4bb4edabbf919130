/** Made when it is first asked for, and once a process: for tables that are read only and dear to build. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/**
 * Returns `make` with its last result kept: called again with the same objects, it returns that instead of making it
 * anew. For functions whose loops run over a batch's columns: V8 (11.3) compiles a function that a thread makes once
 * for the very arrays that it was made with, and an access then takes a nanosecond less (docs/performance.md). A
 * worker has one batch.
 */
export function prepared<Of extends readonly object[], T>(make: (...of: Of) => T): (...of: Of) => T {
  let last: { readonly of: Of; readonly made: T } | undefined;
  return (...of) => {
    if (last === undefined || !isSame(of, last.of)) last = { of, made: make(...of) };
    return last.made;
  };
}

function isSame(one: readonly object[], other: readonly object[]): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
