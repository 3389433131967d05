/** Learning curves of what is picked: three figures over one axis, with one legend. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import type { PlotLine } from "../../parts/line-plot.tsx";
import { Modes } from "../../parts/modes.tsx";
import { type PickedLine, pickedLines, sameLines } from "../picked-lines.ts";
import { lookOf, type Picks } from "../picks.ts";
import "../../styles/curves.css";
import { curves, wantCurves } from "./curve-cache.ts";
import { CurveLegend } from "./curve-legend.tsx";
import { type CurveAxis, curveLine, type Measure } from "./curve-lines.ts";
import { CurvePlot } from "./curve-plot.tsx";

/** The figures, in their order. */
export const measures: Readonly<Record<Measure, { readonly title: string; readonly log: boolean }>> = {
  validationAccuracy: { title: "Validation accuracy, %", log: false },
  validationLoss: { title: "Validation loss", log: true },
  trainLoss: { title: "Train loss", log: true },
};

const axes: Readonly<Record<CurveAxis, string>> = { epoch: "By epoch", seconds: "By seconds" };

/** What the panel shows; `isChosen`: by the reader, and not offered. */
interface CurvesPanelProps {
  readonly id: string;
  /** Name of the study. */
  readonly name: string;
  readonly rows: readonly TrialRow[];
  readonly picks: Picks;
  readonly isChosen: boolean;
  readonly onClear: () => void;
}

/** The panel. */
export function CurvesPanel({ id, name, rows, picks, isChosen, onClear }: CurvesPanelProps) {
  const axis = useSignal<CurveAxis>("epoch");
  const alone = useSignal<string | null>(null);
  const cursor = useSignal<number | null>(null);
  const lines = useLines(rows, picks);
  useEffect(
    () =>
      void wantCurves(
        id,
        lines.flatMap((line) => line.rows),
      ),
    [id, lines],
  );
  const isolated = lines.some(({ key }) => key === alone.value) ? alone.value : null;
  const known = curves.value;
  const drawn = useMemo(() => {
    const ofLine = (measure: Measure): readonly PlotLine[] =>
      lines.map(({ key, name, place, rows: members }) => ({
        key,
        name,
        ...lookOf(place),
        ...curveLine(
          members.flatMap((row) => known.get(row.key) ?? []),
          { measure, axis: axis.value },
        ),
      }));
    return Object.fromEntries((Object.keys(measures) as Measure[]).map((measure) => [measure, ofLine(measure)]));
  }, [lines, known, axis.value]) as Readonly<Record<Measure, readonly PlotLine[]>>;
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="curves">
      <div class="panel-head">
        <div>
          <h2 id="curves">Learning curves</h2>
          <p class="lead">
            {isChosen ? `${lines.length} picked` : "The best trial of each optimizer; pick rows below to see others"}
          </p>
        </div>
        <div class="tools">
          {isChosen && (
            <button type="button" onClick={onClear}>
              Clear
            </button>
          )}
          <Modes label="Axis" modes={axes} value={axis.value} onPick={(own) => (axis.value = own)} />
        </div>
      </div>
      <CurveLegend
        lines={lines}
        drawn={drawn}
        axis={axis.value}
        cursor={cursor}
        isolated={isolated}
        onIsolate={(key) => (alone.value = isolated === key ? null : key)}
      />
      {lines.some((line) => line.rows.some(({ epochsDone }) => epochsDone > 0)) ? (
        <div class="plots">
          {(Object.keys(measures) as Measure[]).map((measure) => (
            <CurvePlot
              key={measure}
              {...measures[measure]}
              of={name}
              axis={axis.value}
              lines={isolated === null ? drawn[measure] : drawn[measure].filter(({ key }) => key === isolated)}
              onCursor={(place) => (cursor.value = place)}
            />
          ))}
        </div>
      ) : (
        <p class="nothing">None of these has finished an epoch yet.</p>
      )}
    </section>
  );
}

/** The picked lines; news of other trials leaves them as they are, and with them what is drawn and how it is zoomed. */
function useLines(rows: readonly TrialRow[], picks: Picks): readonly PickedLine[] {
  const before = useRef<readonly PickedLine[]>([]);
  return useMemo(() => {
    const lines = pickedLines(rows, picks);
    if (!sameLines(before.current, lines)) before.current = lines;
    return before.current;
  }, [rows, picks]);
}
