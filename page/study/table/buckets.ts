/**
 * Trials taken together by one of their settings: for each of its values the best setting that has it.
 *
 * A mean over all that was tried with a value would say how badly the other settings were chosen. So a bucket stands for its best group of seeds, by mean
 * validation, with the mean and the interval of that group alone, and says how many settings it was the best of.
 */
import type { TrialRow } from "../../../src/dashboard/views.ts";
import type { FieldValue, TrialField } from "../fields.ts";
import { groupTrials, type TrialGroup } from "./trial-groups.ts";

/** The trials of one value of a field. */
export interface TrialBucket {
  readonly key: string;
  readonly value: FieldValue;
  /** The value in words. */
  readonly title: string;
  /** All of them, one for each setting. */
  readonly groups: readonly TrialGroup[];
  /** The one that it stands for: the best by validation; the first while none has a figure. */
  readonly best: TrialGroup;
}

/** The buckets of a field, in the order of their first trials. Trials that lack the setting are in the last. */
export function bucketTrials(rows: readonly TrialRow[], field: TrialField): readonly TrialBucket[] {
  const buckets = new Map<FieldValue, TrialGroup[]>();
  for (const group of groupTrials(rows)) {
    const value = field.value(group.rows[0]!);
    const bucket = buckets.get(value);
    if (bucket === undefined) buckets.set(value, [group]);
    else bucket.push(group);
  }
  const all = [...buckets].map(([value, groups]): TrialBucket => {
    const title = value === null ? `no ${field.title}` : field.text(value);
    return { key: `by ${field.name} ${JSON.stringify(value)}`, value, title, groups, best: bestGroup(groups) };
  });
  return [...all.filter(({ value }) => value !== null), ...all.filter(({ value }) => value === null)];
}

/** The best by mean validation, one without a diverged seed before one with; the first where none has a figure. */
export function bestGroup(groups: readonly TrialGroup[]): TrialGroup {
  return groups.reduce((best, group) => (heightOf(group) > heightOf(best) ? group : best));
}

function heightOf({ validation }: TrialGroup): number {
  return validation === null || Number.isNaN(validation.value) ? Number.NEGATIVE_INFINITY : validation.value;
}
