/** Curves of trials that were asked for, asked again when a trial has more epochs. */
import { signal } from "@preact/signals";
import type { TrialCurve, TrialRow } from "../../../src/dashboard/views.ts";
import { ask } from "../../connection.ts";

/** Most keys that one question may name. */
const mostKeys = 100;

/** Curves by the keys of their trials. */
export const curves = signal<ReadonlyMap<string, TrialCurve>>(new Map());

/** Epochs that a trial had when its curve was asked for. */
const asked = new Map<string, number>();

/** Forgets all: another study is shown. */
export function forgetCurves(): void {
  asked.clear();
  curves.value = new Map();
}

/** Asks for the curves of these trials that are not here, or shorter than their trials. */
export async function wantCurves(id: string, rows: readonly TrialRow[]): Promise<void> {
  const lacking = rows.filter(({ key, epochsDone }) => epochsDone > 0 && asked.get(key) !== epochsDone);
  for (const { key, epochsDone } of lacking) asked.set(key, epochsDone);
  for (let at = 0; at < lacking.length; at += mostKeys) {
    const keys = lacking.slice(at, at + mostKeys).map(({ key }) => key);
    const query = keys.map(encodeURIComponent).join(",");
    const found = await ask<readonly TrialCurve[]>(`/api/runs/${encodeURIComponent(id)}/curves?keys=${query}`);
    if (found === null) for (const key of keys) asked.delete(key);
    else curves.value = new Map([...curves.value, ...found.map((curve) => [curve.key, curve] as const)]);
  }
}
