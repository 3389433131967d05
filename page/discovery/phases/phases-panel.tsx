/** What follows the searches: funnel, meta-validation and simplification, in the words and tables of the report. */
import { barLabel, type DiscoveryView, stagesOf } from "../../../src/report/discovery/discovery-view.ts";
import { funnelSection } from "../../../src/report/discovery/funnel.ts";
import { metaValidationSection } from "../../../src/report/discovery/meta-validation.ts";
import { overfittingOf } from "../../../src/report/discovery/overfitting-view.ts";
import { simplificationSection } from "../../../src/report/discovery/simplification.ts";
import { barComparisons } from "../../../src/report/discovery/verdict.ts";
import { shiftText, stageName } from "../../../src/report/discovery/words.ts";
import { LinePlot, type PlotLine } from "../../parts/line-plot.tsx";
import { ReportBlocks } from "../../parts/report-blocks.tsx";
import { lookOf, searchTitle } from "../fitness/fitness-lines.ts";
import { IntervalChart } from "./interval-chart.tsx";

/** The three, those that have begun. */
export function PhasesPanel({ view }: { readonly view: DiscoveryView }) {
  return (
    <>
      <Funnel view={view} />
      <MetaValidation view={view} />
      <Simplification view={view} />
    </>
  );
}

function Funnel({ view }: { readonly view: DiscoveryView }) {
  const section = funnelSection(view);
  return (
    <section aria-labelledby="funnel">
      <h2 id="funnel">Funnel</h2>
      {section === null ? (
        <p class="nothing">No program has been measured on fresh seeds yet.</p>
      ) : (
        <>
          {stagesOf(view).map((stage) => {
            const rows = barComparisons(view, stage).map(({ entry, shift }) => ({
              label: entry.label,
              ...{ value: shift.value, low: shift.low, high: shift.high },
              text: shiftText(shift, stage),
              isReference: entry.role === "reference",
            }));
            const label = `Difference to ${barLabel(view)}, ${stageName(stage)}`;
            return rows.length === 0 ? null : (
              <figure key={stage} class="report-table">
                <figcaption>{label}</figcaption>
                <IntervalChart rows={rows} label={label} />
              </figure>
            );
          })}
          <ReportBlocks blocks={section.blocks} />
        </>
      )}
    </section>
  );
}

function MetaValidation({ view }: { readonly view: DiscoveryView }) {
  const section = metaValidationSection(view);
  if (section === null) return null;
  return (
    <section aria-labelledby="meta-validation">
      <h2 id="meta-validation">Meta-validation</h2>
      <div class="plots">
        {(["metaFitness", "fitness"] as const).map((metric) => (
          <LinePlot
            key={metric}
            title={
              metric === "metaFitness" ? "On larger tasks, which no search selects by" : "On the search's own tasks"
            }
            of={view.discovery.name}
            x={{ title: "evaluations", whole: true }}
            y={{ title: metric === "metaFitness" ? "meta-fitness" : "search fitness" }}
            lines={metaLines(view, metric)}
            group="meta-validation"
          />
        ))}
      </div>
      <ReportBlocks blocks={section.blocks} />
    </section>
  );
}

function metaLines(view: DiscoveryView, metric: "fitness" | "metaFitness"): readonly PlotLine[] {
  return overfittingOf(view).map(({ search, points }) => ({
    key: search.key,
    name: searchTitle(search),
    ...lookOf(search),
    x: points.map(({ evaluations }) => evaluations),
    y: points.map((point) => point[metric]),
    stepped: true,
    dots: 5,
  }));
}

function Simplification({ view }: { readonly view: DiscoveryView }) {
  const section = simplificationSection(view);
  if (section === null) return null;
  return (
    <section aria-labelledby="simplification">
      <h2 id="simplification">Simplification</h2>
      <ReportBlocks blocks={section.blocks} />
    </section>
  );
}
