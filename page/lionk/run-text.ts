/** Where a run stands, as a sentence. */
import type { TracePoint } from "../../src/lionk/trace.ts";
import { coordinate, pointText } from "../parts/plane/scene.ts";
import { placeOf } from "./plane-of-run.ts";

/** The state at a point; `last`: the last step there is. */
export function stateSentence(
  point: TracePoint,
  { last, isDone }: { readonly last: number; readonly isDone: boolean },
): string {
  const { step, f, objective, distance, phaseOne } = point;
  const heights = Number.isFinite(objective)
    ? `f = ${coordinate(f)}, F = ${coordinate(objective)}`
    : `f = ${coordinate(f)}`;
  const place =
    phaseOne === null
      ? `phase I, λx is ${coordinate(distance)} outside`
      : phaseOne === 0
        ? "in the set from the start"
        : `phase II, in the set since step ${phaseOne}`;
  return `Step ${step} of ${last}${isDone ? "" : " so far"}: x = ${pointText(placeOf(point))}, ${heights}; ${place}.`;
}
