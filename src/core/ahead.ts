/**
 * What comes of inputs, in their order, while up to `most` of them are under way: more are taken only then. Whoever
 * stops before the end goes on once nothing is under way; an input that is still to come is not waited for.
 */
export async function* ahead<Input, Output>(
  inputs: AsyncIterable<Input> | Iterable<Input>,
  act: (input: Input) => Promise<Output>,
  most: number,
): AsyncGenerator<Output> {
  const iterator = Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
  const underWay: Promise<Output>[] = [];
  let next: Promise<IteratorResult<Input>> | null = null;
  let isOver = false;
  try {
    while (!isOver || underWay.length > 0) {
      if (!isOver && underWay.length < most) {
        next ??= Promise.resolve(iterator.next());
        // What is done goes out, whether or not there is another input yet.
        const [first] = underWay;
        const isDone = first !== undefined && (await Promise.race([next.then(() => false), first.then(() => true)]));
        if (!isDone) {
          const input = await next;
          next = null;
          isOver = input.done === true;
          if (input.done === true) continue;
          const output = act(input.value);
          // Who comes to it is told.
          output.catch(() => {});
          underWay.push(output);
          continue;
        }
      }
      yield await underWay.shift()!;
    }
  } finally {
    await Promise.allSettled(underWay);
    if (!isOver) {
      const returned = Promise.resolve(iterator.return?.());
      // A generator ends behind its next input, which may never come.
      if (next === null) await returned;
      else returned.catch(() => {});
    }
  }
}
