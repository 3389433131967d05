/** Whether a value matters as a divisor alone, so that a small change of it is a small change of quotients. */
import type { Flow, FlowValue } from "../flow.ts";
import { readersOf } from "../flow-facts.ts";

/** True where a value is no output and every line that reads it divides something else by it, or by its root where allowed. */
export function readOnlyAsDivisor(flow: Flow, value: FlowValue, options: { readonly throughRoots: boolean }): boolean {
  const readers = readersOf(flow, value);
  const returned = flow.update === value || flow.states.some((state) => state.after === value);
  if (returned || readers.length === 0) return false;
  return readers.every((reader) => {
    const divides = reader.fn === "/" && reader.args[1] === value && reader.args[0] !== value;
    return divides || (options.throughRoots && reader.fn === "sqrt" && readOnlyAsDivisor(flow, reader, options));
  });
}
