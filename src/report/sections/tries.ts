/**
 * What tuning is worth: the best accuracy after so many tries, for each optimizer.
 */
import type { ChartBlock } from "../document.ts";
import { formatPercent } from "../format.ts";
import { type BestOfTries, bestOfOrderedTries, bestOfRandomTries } from "../measures/tries.ts";
import { provenance, type StudyView } from "../study-view.ts";
import { samplerOf, type Tuned } from "../tuned.ts";
import { type BandPoint, bandDomain, lineChannels } from "./chart.ts";
import { lineSpec } from "./line-spec.ts";

/** Fewest settings of an optimizer for a curve. */
const fewestPoints = 4;

/** The figure; none where no optimizer has settings enough. */
export function triesChart(view: StudyView, tuned: readonly Tuned[]): readonly ChartBlock[] {
  const able = tuned.filter(({ points }) => known(points).length >= fewestPoints);
  if (able.length === 0) return [];
  const random = samplerOf(view) === "random";
  const raced = able.some(({ tried, points: whole }) => tried > whole.length);
  const points = able.flatMap((one) => bandsOf(one, random));
  return [
    {
      kind: "chart",
      id: "tries",
      title: "What tuning is worth",
      spec: lineSpec(points, {
        ...lineChannels(view, able),
        across: "tries",
        title: "Validation accuracy",
        percent: true,
        domain: bandDomain(points, "low"),
      }),
      caption: random
        ? "Best validation accuracy to be expected after so many random tries (unbiased; Tang et al. 2020). A diverged try counts as accuracy 0. The first tries may lie outside the figure."
        : `Best validation accuracy after so many of the settings that were ${raced ? "trained to the end" : "tried"}, in the middle over all their orders: the settings are no random draws, so nothing is said of others. A diverged try counts as accuracy 0. The first tries may lie outside the figure.`,
      provenance: provenance(
        view,
        able.flatMap((one) => one.points.map(({ runs }) => runs)),
        "none: over orders of tries",
      ),
    },
  ];
}

/** Accuracies with a result, a diverged one as 0. */
function known(points: Tuned["points"]): readonly number[] {
  return points.flatMap(({ accuracy }) => (Number.isNaN(accuracy) ? [] : [Math.max(0, accuracy)]));
}

function bandsOf({ label, points }: Tuned, random: boolean): readonly BandPoint[] {
  const accuracies = known(points);
  const curve: readonly BestOfTries[] = random ? bestOfRandomTries(accuracies) : bestOfOrderedTries(accuracies);
  return curve.map(({ tries, middle }) => ({
    label,
    x: tries,
    mean: middle,
    low: middle,
    high: middle,
    description: `${label} after ${tries} ${tries === 1 ? "try" : "tries"}: ${formatPercent(middle)}`,
  }));
}
