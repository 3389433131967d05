/**
 * An accuracy that a command is given as a target.
 */
import { LabError } from "../core/errors.ts";

/** The target, if it is a share of 1 as accuracies are, or undefined. Errors: `target-out-of-range`. */
export function accuracyTarget<T extends number | undefined>(target: T): T {
  if (target === undefined || (target > 0 && target <= 1)) return target;
  throw new LabError("target-out-of-range", `An accuracy is a share of 1, such as 0.91, but the target is ${target}.`, {
    target,
  });
}
