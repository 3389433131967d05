/** What several studies found, side by side: the best of each optimizer, what differs in their settings, and what forbids to compare them. */
import type { ComparedStudy, TrialRow } from "../../src/dashboard/views.ts";
import { listInWords } from "../../src/report/format.ts";
import { groupTrials, type TrialGroup } from "../study/table/trial-groups.ts";

/** The best setting of each optimizer of a study, by the mean of validation over seeds, by label. */
export function bestSettings({ rows }: Pick<ComparedStudy, "rows">): ReadonlyMap<string, TrialGroup> {
  const best = new Map<string, TrialGroup>();
  for (const group of groupTrials(rows)) {
    const { label } = group.rows[0]!;
    const before = best.get(label);
    if (before === undefined || meanOf(group) > meanOf(before)) best.set(label, group);
  }
  return best;
}

function meanOf({ validation }: TrialGroup): number {
  return validation?.value ?? Number.NEGATIVE_INFINITY;
}

/** The labels of all studies, the best one by any study first. */
export function labelsOf(best: readonly ReadonlyMap<string, TrialGroup>[]): readonly string[] {
  const top = new Map<string, number>();
  for (const groups of best)
    for (const [label, group] of groups)
      top.set(label, Math.max(top.get(label) ?? Number.NEGATIVE_INFINITY, meanOf(group)));
  return [...top].sort(([, a], [, b]) => (a === b ? 0 : b - a)).map(([label]) => label);
}

/**
 * A number for the colour of each label: no two labels of one study share one while there are enough, and a label has the same in every study.
 * Labels that are in no study together may share one, for studies are told apart by dashes.
 */
export function colorNumbers(
  labels: readonly string[],
  studies: readonly { has(label: string): boolean }[],
  colors: number,
): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const label of labels) {
    const own = studies.filter((study) => study.has(label));
    const taken = [...numbers].filter(([other]) => own.some((study) => study.has(other))).map(([, number]) => number);
    const uses = Array.from({ length: colors }, (_, number) => taken.filter((one) => one === number).length);
    numbers.set(label, uses.indexOf(Math.min(...uses)));
  }
  return numbers;
}

/** Of a group, the trial whose curve stands for it: the best by validation. */
export function shownTrial({ rows }: TrialGroup): TrialRow {
  return rows.reduce((best, row) => ((row.validation ?? -1) > (best.validation ?? -1) ? row : best));
}

/** A setting that differs, and its value in each study; null where a study has none. */
export interface Difference {
  readonly path: string;
  readonly values: readonly (string | null)[];
}

/** The settings that differ, by their paths. */
export function differences(studies: readonly Pick<ComparedStudy, "settings">[]): readonly Difference[] {
  const paths = [...new Set(studies.flatMap(({ settings }) => Object.keys(settings)))].sort();
  return paths
    .map((path) => ({ path, values: studies.map(({ settings }) => settings[path] ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** What makes figures of two studies figures of two things: settings, and why. */
const forbidding: readonly (readonly [paths: readonly string[], why: string])[] = [
  [["data.name", "data.fingerprint"], "they were trained on other data"],
  [["data.validation", "data.stratify", "data.size", "data.channels"], "their validation images are others"],
  [["engine", "model.revision"], "another revision of Lionlab computed them, whose numbers differ"],
  [["training.monitor"], "another metric chose their best epochs"],
];

/** Sentences on why figures may not be compared; none where nothing forbids it. */
export function obstacles(studies: readonly ComparedStudy[]): readonly string[] {
  const differing = new Set(differences(studies).map(({ path }) => path));
  const met = forbidding.filter(([paths]) => paths.some((path) => [...differing].some((one) => isAt(one, path))));
  const imported = studies.filter(({ isImported }) => isImported).map(({ summary }) => summary.name);
  return [
    ...(met.length === 0
      ? []
      : [`The figures of these studies are not comparable: ${met.map(([, why]) => why).join("; ")}.`]),
    ...(imported.length === 0
      ? []
      : [
          `${listInWords(imported)} ${imported.length === 1 ? "was" : "were"} computed by another tool: what else differs is not known.`,
        ]),
  ];
}

function isAt(path: string, setting: string): boolean {
  return path === setting || path.startsWith(`${setting}.`);
}
