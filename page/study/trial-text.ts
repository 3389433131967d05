/** Trials in words. */
import type { TrialRow } from "../../src/dashboard/views.ts";
import { formatRate } from "../../src/report/format.ts";

/** States of trials. */
export const trialStateWords: Readonly<Record<TrialRow["state"], string>> = {
  waiting: "waiting",
  running: "running",
  finished: "finished",
  diverged: "diverged",
  failed: "failed",
};

/** `beta1=0.9 decay=0.01`, in the order of the optimizer. */
export function hyperparameterText({ hyperparameters }: Pick<TrialRow, "hyperparameters">): string {
  return Object.entries(hyperparameters)
    .map(([name, value]) => `${name}=${typeof value === "number" ? formatRate(value) : value}`)
    .join(" ");
}

/** A loss with three significant digits, or a dash. */
export function lossText(loss: number | null): string {
  if (loss === null || !Number.isFinite(loss)) return "–";
  return loss >= 1000 || (loss !== 0 && loss < 0.001) ? loss.toExponential(2) : loss.toPrecision(3);
}
