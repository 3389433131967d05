/** The cloud of all evaluations behind the hall of fame: asked for as the page needs it, and again when there is notably more. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { EvaluationCloud } from "../../../src/dashboard/discovery-frame.ts";
import { ask } from "../../connection.ts";

/** By how much the evaluations must have grown for another look. */
const growth = 1.05;

/** The cloud between two values of fitness; null before there is one. `ended`: another value where a search has ended. */
export function useCloud(
  id: string,
  [low, high]: readonly [number, number],
  { evaluations, ended }: { readonly evaluations: number; readonly ended: number },
): EvaluationCloud | null {
  const cloud = useSignal<EvaluationCloud | null>(null);
  const stage = Math.floor(Math.log(Math.max(1, evaluations)) / Math.log(growth));
  const range = `low=${low.toFixed(6)}&high=${high.toFixed(6)}`;
  useEffect(() => {
    const stop = new AbortController();
    void ask<EvaluationCloud>(`/api/runs/${encodeURIComponent(id)}/cloud?${range}`, stop.signal).then((found) => {
      if (found !== null && !stop.signal.aborted) cloud.value = found;
    });
    return () => stop.abort();
  }, [id, range, stage, ended]);
  return cloud.value;
}
