/**
 * Best points at the border of what was tried: the best may lie beyond.
 */

import type { TrialRecord } from "../../records/records.ts";
import { type Dimension, shareAt } from "../space.ts";
import type { Rival } from "./rivals.ts";
import type { StudyWarning, WarningInput } from "./warning.ts";

/** Share of a dimension's way at either end that counts as its border. */
const margin = 0.05;

/**
 * Share of a dimension's way that may lie untried beyond the best value where no tried one does. Of 16 random points the
 * best has more than that beyond it in less than one of fifty dimensions that do not matter.
 */
const untried = 0.125;

/** A warning for each hyperparameter of an optimizer whose best value is at an end, with the command that looks beyond it. */
export function borders(rivals: readonly Rival[], { config, command }: WarningInput): readonly StudyWarning[] {
  return rivals.flatMap(({ best, space, label, tried }, index) => {
    if (best === null || best.score === Number.NEGATIVE_INFINITY) return [];
    return space.dimensions.flatMap((dimension): StudyWarning[] => {
      const { name } = dimension;
      const value = valueAt(best.trials[0]!, dimension);
      const edge = value === null ? null : edgeOf(dimension, { value, tried });
      if (value === null || edge === null) return [];
      const form = config.tuning === undefined ? beyondList(dimension, edge.end) : beyondSpace(dimension, value);
      const warning = {
        code: "border",
        about: label,
        sentence: `The best ${name} of ${label}, ${value}, ${edge.words}.`,
      } as const;
      return form === null
        ? [warning]
        : [{ ...warning, command: `${command} --set '${pathOf({ index, label, name })}=${form}'` }];
    });
  });
}

function valueAt({ config: { lr, optimizer } }: TrialRecord, { name }: Dimension): number | null {
  const value = name === "lr" ? lr : optimizer.hyperparameters[name];
  return typeof value === "number" ? value : null;
}

/** The best value of a dimension, and a trial of each point that was tried. */
interface Tried {
  readonly value: number;
  readonly tried: readonly TrialRecord[];
}

interface Edge {
  readonly end: "lower" | "upper";
  /** What is said of the best value, without a full stop. */
  readonly words: string;
}

/** Where the best value lies at an end of its dimension, or was the last one tried long before it; null for others. */
function edgeOf(dimension: Dimension, found: Tried): Edge | null {
  const end = endOf(dimension, found.value);
  return end === null
    ? gapBeyond(dimension, found)
    : { end, words: `lies at the ${end} end of what was tried: a better one may lie beyond` };
}

function gapBeyond(dimension: Dimension, { value, tried }: Tried): Edge | null {
  if (dimension.axis === "choice") return null;
  const others = tried.flatMap((trial) => valueAt(trial, dimension) ?? []).filter((other) => other !== value);
  if (others.length === 0) return null; // nothing was tried on the other side either
  const [below, above] = [others.some((other) => other < value), others.some((other) => other > value)];
  if (below && above) return null;
  const share = above ? shareAt(dimension, value) : 1 - shareAt(dimension, value);
  if (share <= untried) return null;
  const most = above ? "lowest" : "highest";
  return {
    end: above ? "lower" : "upper",
    words: `is the ${most} of ${tried.length} tried, and ${Math.round(100 * share)} % of its range lies untried beyond: a better one may lie there`,
  };
}

/** Where `--set` finds it: by the label, or by the position where a label would be read as a path or end the quotes. */
function pathOf({
  index,
  label,
  name,
}: {
  readonly index: number;
  readonly label: string;
  readonly name: string;
}): string {
  return `optimizers.${/[.'=]/.test(label) ? index : label}.${name}`;
}

/** The end that a value lies at; null for one between, and for lists too short to have a middle. */
function endOf(dimension: Dimension, value: number): "lower" | "upper" | null {
  if (dimension.axis === "choice") {
    const sorted = numbersOf(dimension);
    if (sorted.length < 3) return null;
    return value === sorted[0] ? "lower" : value === sorted.at(-1) ? "upper" : null;
  }
  const share = shareAt(dimension, value);
  return share <= margin ? "lower" : share >= 1 - margin ? "upper" : null;
}

/** The list with one more value, as far beyond the end as the last two are apart. */
function beyondList(dimension: Dimension, end: "lower" | "upper"): string | null {
  if (dimension.axis !== "choice") return null;
  const sorted = numbersOf(dimension);
  const [last, before] = end === "lower" ? [sorted[0]!, sorted[1]!] : [sorted.at(-1)!, sorted.at(-2)!];
  if (last <= 0 || before <= 0 || dimension.name !== "lr") return null; // what else is in range, a list does not tell
  const next = Number(((last * last) / before).toPrecision(3));
  return `[${(end === "lower" ? [next, ...sorted] : [...sorted, next]).join(", ")}]`;
}

/** A space as wide around the value. */
function beyondSpace(dimension: Dimension, value: number): string | null {
  if (dimension.axis === "choice" || dimension.axis === "linear") return null;
  const { axis, from, to } = dimension;
  const decades = Math.abs(axis === "log" ? Math.log10(to / from) : Math.log10((1 - from) / (1 - to)));
  return `{ centre: ${value}, decades: ${Number(decades.toPrecision(3))} }`;
}

function numbersOf(dimension: Extract<Dimension, { readonly axis: "choice" }>): readonly number[] {
  return dimension.values.filter((value) => typeof value === "number").sort((a, b) => a - b);
}
