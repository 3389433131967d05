/**
 * A function of an object that keeps its last result: analyses of one genome follow one another.
 */

/** The same function, which computes nothing anew where the argument is the same object as before. */
export function keepLast<A extends object, B>(compute: (argument: A) => B): (argument: A) => B {
  let last: { readonly argument: A; readonly result: B } | null = null;
  return (argument) => {
    if (last === null || last.argument !== argument) last = { argument, result: compute(argument) };
    return last.result;
  };
}
