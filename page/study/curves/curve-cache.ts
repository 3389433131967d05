/** Curves of trials that were asked for, and their points by steps; asked again when a trial has more epochs. */
import { signal } from "@preact/signals";
import type { TrialCurve, TrialRow, TrialSteps } from "../../../src/dashboard/views.ts";
import { ask } from "../../connection.ts";

/** Most keys that one question may name: of curves, and of steps, which are longer. */
const mostKeys = { curves: 100, steps: 10 } as const;

/** Curves by the keys of their trials. */
export const curves = signal<ReadonlyMap<string, TrialCurve>>(new Map());

/** Points by steps, by the keys of their trials. */
export const steps = signal<ReadonlyMap<string, TrialSteps>>(new Map());

/** Epochs that a trial had when it was asked for. */
const asked = { curves: new Map<string, number>(), steps: new Map<string, number>() };

/** Forgets all: another study is shown. */
export function forgetCurves(): void {
  asked.curves.clear();
  asked.steps.clear();
  curves.value = new Map();
  steps.value = new Map();
}

/** Asks for the curves of these trials that are not here, or shorter than their trials. */
export function wantCurves(id: string, rows: readonly TrialRow[]): Promise<void> {
  return want<TrialCurve>("curves", { id, rows, keep: (found) => (curves.value = added(curves.value, found)) });
}

/** Asks for the points by steps of these trials in the same way. */
export function wantSteps(id: string, rows: readonly TrialRow[]): Promise<void> {
  return want<TrialSteps>("steps", { id, rows, keep: (found) => (steps.value = added(steps.value, found)) });
}

interface Want<T> {
  readonly id: string;
  readonly rows: readonly TrialRow[];
  readonly keep: (found: readonly T[]) => void;
}

async function want<T>(what: "curves" | "steps", { id, rows, keep }: Want<T>): Promise<void> {
  const before = asked[what];
  const lacking = rows.filter(({ key, epochsDone }) => epochsDone > 0 && before.get(key) !== epochsDone);
  for (const { key, epochsDone } of lacking) before.set(key, epochsDone);
  for (let at = 0; at < lacking.length; at += mostKeys[what]) {
    const keys = lacking.slice(at, at + mostKeys[what]).map(({ key }) => key);
    const query = keys.map(encodeURIComponent).join(",");
    const found = await ask<readonly T[]>(`/api/runs/${encodeURIComponent(id)}/${what}?keys=${query}`);
    if (found === null) for (const key of keys) before.delete(key);
    else keep(found);
  }
}

function added<T extends { readonly key: string }>(
  known: ReadonlyMap<string, T>,
  found: readonly T[],
): ReadonlyMap<string, T> {
  return new Map([...known, ...found.map((one) => [one.key, one] as const)]);
}
