/** How weight decay is kept off some parameters by exported code. */
import type { Listing } from "./listing.ts";
import { reachableValues, type StepValue } from "./values.ts";

/** Whether hyperparameters alone can switch off all that is masked, and which. */
export function maskOf(outputs: readonly StepValue[]): Pick<Listing, "mask" | "maskedBy"> {
  const values = reachableValues(outputs);
  if (!values.some(({ op }) => op === "masked")) return { mask: "none", maskedBy: [] };
  const by = new Set<string>();
  const free = values.some(({ op, args }) =>
    args.some((arg, i) => {
      if (arg.op !== "masked") return false;
      const factors = op === "mul" ? factorsOf(args[1 - i]!) : [];
      for (const name of factors) by.add(name);
      return factors.length === 0;
    }),
  );
  return free || outputs.some(({ op }) => op === "masked")
    ? { mask: "free", maskedBy: [] }
    : { mask: "hyperparameter", maskedBy: [...by].sort() };
}

/** Hyperparameters that are factors of a product. */
function factorsOf(value: StepValue): string[] {
  if (value.op === "input") return value.name.of === "hyperparameter" ? [value.name.name] : [];
  return value.op === "mul" ? value.args.flatMap(factorsOf) : [];
}
