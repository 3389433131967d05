/** Computes the run of a problem a few milliseconds at a time, so that the page never waits for it. */
import { useEffect, useMemo, useReducer } from "preact/hooks";
import { type Trace, traceRun } from "../../src/lionk/trace.ts";
import type { PlaneProblem } from "./problem.ts";

/** Milliseconds at a time, and points between two looks at the clock. */
const [turnMs, pointsPerLook] = [7, 16];

/** Computes for one turn. */
function turn(trace: Trace): void {
  const until = performance.now() + turnMs;
  while (!trace.isDone && performance.now() < until) trace.advance(pointsPerLook);
}

/** The run of a problem as far as it has come, and how often that has changed. */
export function useTrace(problem: PlaneProblem): { readonly trace: Trace; readonly version: number } {
  const [version, grown] = useReducer((n: number, _: null) => n + 1, 0);
  const trace = useMemo(() => {
    const begun = traceRun(problem.k, problem.seen(), problem.options);
    begun.advance(1);
    turn(begun);
    return begun;
  }, [problem]);
  useEffect(() => {
    if (trace.isDone) return;
    let frame = requestAnimationFrame(function goOn() {
      turn(trace);
      grown(null);
      if (!trace.isDone) frame = requestAnimationFrame(goOn);
    });
    return () => cancelAnimationFrame(frame);
  }, [trace]);
  return { trace, version };
}
