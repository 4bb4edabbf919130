/**
 * The starting threads of this process. While one loads its modules, neither it nor the process may be ended: Node 20
 * aborts then ("IsGraphAsync must be used on an instantiated module").
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

export async function noneStarting(): Promise<void> {
  while (starting.size > 0) await Promise.all(starting);
}
