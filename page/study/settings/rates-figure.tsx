/** The figure of scores over rates, and how wide the good ranges are. */
import { useMemo } from "preact/hooks";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { formatPercent, formatPercentEstimate, formatRate, nothing } from "../../../src/report/format.ts";
import { tableSpread } from "../../../src/report/seed-estimate.ts";
import { Framed } from "../../parts/framed.tsx";
import { LinePlot } from "../../parts/line-plot.tsx";
import { Swatch } from "../curves/swatch.tsx";
import { type RateCurve, rateCurves, rateLines } from "./rate-lines.ts";

/** The figure and its table; `of`: name of the study. */
export function RatesFigure({ rows, of }: { readonly rows: readonly TrialRow[]; readonly of: string }) {
  const curves = useMemo(() => rateCurves(rows), [rows]);
  const lines = useMemo(() => rateLines(curves), [curves]);
  const seeds = curves.flatMap(({ rates }) => rates.flatMap(({ score }) => score?.n ?? []));
  if (seeds.length === 0) return <p class="nothing">No trial with a rate has ended yet.</p>;
  return (
    <>
      <LinePlot
        title="Validation accuracy by rate, %"
        of={of}
        height={320}
        x={rateAxis}
        y={scoreAxis}
        lines={lines}
        label="Validation accuracy by learning rate, a line for each optimizer; the table below has the figures"
      />
      <Framed label="Rates that do well">
        <table>
          <thead>
            <tr>
              <th scope="col">Optimizer</th>
              <th scope="col" class="number">
                Best rate
              </th>
              <th scope="col" class="number">
                Validation there
              </th>
              <th scope="col" class="number">
                Nearly best
              </th>
              <th scope="col" class="number">
                Nearly best rates
              </th>
              <th scope="col" class="number">
                Median rate
              </th>
            </tr>
          </thead>
          <tbody>
            {curves.map((curve, place) => (
              <RateRow key={curve.label} curve={curve} place={place} />
            ))}
          </tbody>
        </table>
      </Framed>
      <p class="hint">
        Large points: best rates. Crosses at the foot: a seed diverged there, and the line shows the others. Nearly
        best: the unbroken run of rates that lose at most one point. Median: what a rate picked blindly gives. Bands and
        figures: {tableSpread(seeds)}; where other settings were varied, the best of them.
      </p>
    </>
  );
}

const rateAxis = { title: "learning rate", log: true };
const scoreAxis = { title: "validation accuracy, %" };

function RateRow({
  curve: { label, best, nearly, robustness },
  place,
}: {
  readonly curve: RateCurve;
  readonly place: number;
}) {
  return (
    <tr>
      <th scope="row">
        <Swatch place={place} />
        {label}
      </th>
      <td class="number">{best === null ? nothing : formatRate(best.lr)}</td>
      <td class="number">{best?.score == null ? nothing : formatPercentEstimate(best.score)}</td>
      <td class="number">{nearly === null ? nothing : [...new Set(nearly.map(formatRate))].join(" … ")}</td>
      <td class="number">{robustness === null ? nothing : `${robustness.nearlyBest} of ${robustness.settings}`}</td>
      <td class="number">{robustness === null ? nothing : typicalText(robustness.typical)}</td>
    </tr>
  );
}

function typicalText(typical: number): string {
  return Number.isFinite(typical) ? formatPercent(typical) : "diverged";
}
