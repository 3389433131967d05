/**
 * Which trials may be stacked: those that differ in numbers alone (`docs/devices.md`). They see the same images in the same order with the same
 * masks, so a call of the device is fed once for all of them.
 */
import { canonicalJson } from "../../core/canonical-json.ts";
import type { TrialConfig } from "../../records/records.ts";

/**
 * A text that is equal for trials that may share calls: everything of a trial but its rate and the numbers of its optimizer. Two of them
 * may yet turn out to be of two forms, where a number folds away (a decay of 0); they then take turns within the stack.
 */
export function stackKey(config: TrialConfig): string {
  const { lr: _, optimizer, ...rest } = config;
  const { program, hyperparameters } = optimizer;
  const kinds = Object.entries(hyperparameters).map(([name, value]) => [name, typeof value === "number" ? 0 : value]);
  return canonicalJson({ ...rest, program, hyperparameters: Object.fromEntries(kinds) });
}
