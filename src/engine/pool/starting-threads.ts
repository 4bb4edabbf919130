/**
 * The threads of this process that are starting. While one loads its modules, nothing must end it, nor the process:
 * Node 20 aborts then ("IsGraphAsync must be used on an instantiated module").
 */

const starting = new Set<Promise<void>>();

/** `answered` settles when a thread is up, or has failed. Returns it. */
export function noteStart(answered: Promise<void>): Promise<void> {
  const settled = answered.then(
    () => {},
    () => {},
  );
  starting.add(settled);
  void settled.then(() => starting.delete(settled));
  return answered;
}

/** Resolves when no thread is starting, at once where none is. */
export async function noneStarting(): Promise<void> {
  while (starting.size > 0) await Promise.all(starting);
}
