/** Work that rests now and then, as a generator, done at once. */

/** What the work comes to. */
export function finished<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
