/**
 * Figures over workloads: mean ranks with what tells them apart, and performance profiles.
 */
import { createRng } from "../../core/rng.ts";
import { nemenyi } from "../../stats/nemenyi.ts";
import { performanceProfile } from "../../stats/performance-profile.ts";
import { median } from "../../stats/quantile.ts";
import type { ChartBlock, Provenance } from "../document.ts";
import { formatPercent } from "../format.ts";
import { type BandPoint, chartSpec, lineChannels } from "../sections/chart.ts";
import { lineSpec } from "../sections/line-spec.ts";
import { ink, palette } from "../theme.ts";
import type { Across } from "./workloads.ts";

/** Scores at which a profile is drawn. */
const thresholds = Array.from({ length: 51 }, (_, i) => i / 50);

/** Mean ranks, each with half of the critical difference on either side: two whose bars do not touch differ. */
export function rankChart(across: Across): ChartBlock {
  const { names, samples, order } = across;
  const { criticalDifference, friedman } = nemenyi(samples.map((row) => row.map(median)));
  const values = order.map((at) => {
    const rank = friedman.meanRanks[at]!;
    const [low, high] = [rank - criticalDifference / 2, rank + criticalDifference / 2];
    return { label: names[at]!, rank, low, high, description: `${names[at]}: mean rank ${rank.toFixed(2)}` };
  });
  const scale = { domain: [0.5, names.length + 0.5], nice: false, zero: false };
  const x = { field: "rank", type: "quantitative", title: "mean rank (1 is best)", scale, axis: { tickMinStep: 1 } };
  const y = {
    field: "label",
    type: "nominal",
    sort: values.map(({ label }) => label),
    title: null,
    axis: { labelLimit: 160 },
  };
  const layers = [
    {
      mark: { type: "rule", strokeWidth: 5, opacity: 0.35, color: palette[0], clip: true, aria: false },
      encoding: { y, x: { ...x, field: "low" }, x2: { field: "high" } },
    },
    {
      mark: { type: "point", filled: true, size: 90, opacity: 1, color: ink },
      encoding: { y, x, description: { field: "description" } },
    },
  ];
  return {
    kind: "chart",
    id: "ranks",
    title: "Mean ranks and the critical difference",
    spec: chartSpec(layers, { data: { values }, height: Math.max(120, 34 * names.length) }),
    caption: `Bars are as long as the critical difference of Nemenyi's comparison, ${criticalDifference.toFixed(2)} ranks at the 5 % level: two optimizers whose bars do not touch differ over these workloads.`,
    provenance: provenanceOf(across, "bars: critical difference"),
  };
}

/** Which share of the runs scores above each threshold. */
export function profileChart(across: Across, resamples: number): ChartBlock {
  const { names, scores } = across;
  const points = names.flatMap((label, at): readonly BandPoint[] => {
    const strata = scores.map((row) => row[at]!);
    const profile = performanceProfile(strata, thresholds, {
      rng: createRng(0, `profile ${at}`),
      resamples: resamples / 4,
    });
    return profile.map(({ threshold, share, low, high }) => {
      const description = `${label}: ${formatPercent(share)} of the runs score above ${threshold.toFixed(2)}`;
      return { label, x: threshold, mean: share, low, high, description };
    });
  });
  const shown = names.map((label) => ({ label }));
  return {
    kind: "chart",
    id: "profiles",
    title: "Performance profiles",
    spec: lineSpec(points, {
      ...lineChannels({ optimizers: shown }, shown),
      across: "score",
      title: "Share of runs above",
      percent: true,
      domain: [-0.01, 1.01],
    }),
    caption:
      "Share of the runs that score above each threshold, averaged over the workloads: a score of 0 is a guess, 1 the best known accuracy of a workload. A curve that is higher everywhere is better whatever the threshold.",
    provenance: provenanceOf(across, "band: 95 %, stratified bootstrap over seeds"),
  };
}

function provenanceOf({ samples, command }: Across, interval: string): Provenance {
  const counts = samples.flatMap((row) => row.map(({ length }) => length));
  return { command, seeds: { fewest: Math.min(...counts), most: Math.max(...counts) }, interval };
}
