/** Learning curves of what is picked: three figures over one axis, with one legend. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { LinePlot, type PlotAxis, type PlotLine } from "../../parts/line-plot.tsx";
import { Modes } from "../../parts/modes.tsx";
import { Toggle } from "../../parts/toggle.tsx";
import { type PickedLine, pickedLines, sameLines } from "../picked-lines.ts";
import type { Picks } from "../picks.ts";
import { type StudyViewState, smoothings } from "../view-state.ts";
import "../../styles/curves.css";
import { curves, steps, wantCurves, wantSteps } from "./curve-cache.ts";
import { CurveLegend } from "./curve-legend.tsx";
import type { CurveAxis, Measure } from "./curve-lines.ts";
import { curveLines, smoothed } from "./drawn-curves.ts";

/** The figures, in their order; losses may go by powers. */
export const measures: Readonly<Record<Measure, { readonly title: string; readonly isLoss: boolean }>> = {
  validationAccuracy: { title: "Validation accuracy, %", isLoss: false },
  validationLoss: { title: "Validation loss", isLoss: true },
  trainLoss: { title: "Train loss", isLoss: true },
};

const names = Object.keys(measures) as Measure[];

const axes: Readonly<Record<CurveAxis, PlotAxis>> = {
  epoch: { title: "epoch", whole: true },
  seconds: { title: "seconds", format: (seconds: number) => `${seconds} s` },
  step: { title: "step", whole: true },
};

/** What the panel shows; `isChosen`: by the reader, and not offered. */
interface CurvesPanelProps {
  readonly id: string;
  /** Name of the study. */
  readonly name: string;
  readonly rows: readonly TrialRow[];
  readonly picks: Picks;
  readonly isChosen: boolean;
  readonly state: StudyViewState;
  readonly onChange: (change: Partial<StudyViewState>) => void;
}

/** The panel. */
export function CurvesPanel({ id, name, rows, picks, isChosen, state, onChange }: CurvesPanelProps) {
  const alone = useSignal<string | null>(null);
  const cursor = useSignal<number | null>(null);
  const lines = useLines(rows, picks);
  const known = curves.value;
  const hasSteps = lines.some((line) => line.rows.some(({ key }) => (known.get(key)?.stepsKept ?? 0) > 0));
  const axis = state.axis === "step" && !hasSteps ? "epoch" : state.axis;
  useEffect(() => {
    const own = lines.flatMap((line) => line.rows);
    void wantCurves(id, own);
    if (axis === "step") void wantSteps(id, own);
  }, [id, lines, axis]);
  const room = useRoom(lines.length);
  const isolated = lines.some(({ key }) => key === alone.value) ? alone.value : null;
  const drawn = useMemo(() => {
    const of = { curves: known, steps: steps.value, axis };
    const ofMeasure = (measure: Measure) => [measure, curveLines(lines, { ...of, measure })] as const;
    return Object.fromEntries(names.map(ofMeasure)) as Readonly<Record<Measure, readonly PlotLine[]>>;
  }, [lines, known, steps.value, axis]);
  const figures = useMemo(() => {
    const shown = (own: readonly PlotLine[]) => own.filter(({ key }) => isolated === null || key === isolated);
    return names.map((measure) => ({ measure, lines: smoothed(shown(drawn[measure]), state.smooth) }));
  }, [drawn, isolated, state.smooth]);
  return (
    <section aria-labelledby="curves">
      <div class="panel-head">
        <div>
          <h2 id="curves">Learning curves</h2>
          <p class="lead">
            {isChosen ? `${lines.length} picked` : "The best trial of each optimizer; pick rows below to see others"}
          </p>
        </div>
        <CurveTools {...{ isChosen, state, hasSteps, axis, onChange }} />
      </div>
      <CurveLegend
        lines={lines}
        room={room}
        drawn={drawn}
        axis={axis}
        cursor={cursor}
        isolated={isolated}
        onIsolate={(key) => (alone.value = isolated === key ? null : key)}
      />
      {known.size > 0 || lines.some((line) => line.rows.some(({ epochsDone }) => epochsDone > 0)) ? (
        <div class="plots">
          {figures.map(({ measure, lines: own }) => (
            <CurveFigure
              key={measure}
              {...{ measure, state, axis, of: name, lines: own }}
              onCursor={(place) => (cursor.value = place)}
            />
          ))}
        </div>
      ) : (
        <p class="nothing">None of these has finished an epoch yet.</p>
      )}
      <p class="hint">{saidOf(lines, { axis, smooth: state.smooth })}</p>
    </section>
  );
}

interface CurveToolsProps extends Pick<CurvesPanelProps, "isChosen" | "state" | "onChange"> {
  readonly hasSteps: boolean;
  readonly axis: CurveAxis;
}

function CurveTools({ isChosen, state, hasSteps, axis, onChange }: CurveToolsProps) {
  const { step, ...epochs } = { epoch: "By epoch", seconds: "By seconds", step: "By step" } as const;
  const modes: Partial<Record<CurveAxis, string>> = hasSteps ? { ...epochs, step } : epochs;
  return (
    <div class="tools">
      {isChosen && (
        <button type="button" onClick={() => onChange({ picks: [] })}>
          Clear
        </button>
      )}
      <label class="choice">
        Smoothing
        <select
          value={String(state.smooth)}
          onChange={(event) => onChange({ smooth: Number(event.currentTarget.value) })}
        >
          {smoothings.map((points) => (
            <option key={points} value={String(points)}>
              {points === 1 ? "none" : `${points} points`}
            </option>
          ))}
        </select>
      </label>
      <Toggle label="Log x" on={state.logX} onToggle={(logX) => onChange({ logX })} />
      <Toggle label="Log loss" on={state.logLoss} onToggle={(logLoss) => onChange({ logLoss })} />
      <Modes
        label="Axis"
        modes={modes as Record<CurveAxis, string>}
        value={axis}
        onPick={(own) => onChange({ axis: own })}
      />
    </div>
  );
}

interface CurveFigureProps {
  readonly measure: Measure;
  readonly state: StudyViewState;
  readonly axis: CurveAxis;
  readonly of: string;
  readonly lines: readonly PlotLine[];
  readonly onCursor: (place: number | null) => void;
}

function CurveFigure({ measure, state, axis, of, lines, onCursor }: CurveFigureProps) {
  const { isLoss } = measures[measure];
  const title =
    state.smooth > 1 ? `${measures[measure].title}, mean of ${state.smooth} points` : measures[measure].title;
  return (
    <LinePlot
      title={title}
      of={of}
      label={`${title}, by ${axis}; the table above has the figures`}
      group="curves"
      x={{ ...axes[axis], log: state.logX }}
      y={{ title, log: isLoss && state.logLoss }}
      lines={lines}
      onCursor={onCursor}
    />
  );
}

/** What the lines are, where they are not simply what was measured of one trial. */
function saidOf(
  lines: readonly PickedLine[],
  { axis, smooth }: { readonly axis: CurveAxis; readonly smooth: number },
): string {
  const parts = [
    lines.some(({ rows }) => rows.length > 1)
      ? "A line of several seeds is their mean, its band goes from the lowest to the highest."
      : "",
    smooth > 1
      ? `Each point is the mean of the ${smooth} around it, fewer near the ends; pale: as it was measured.`
      : "",
    axis === "step" ? "Validation stands at the ends of epochs." : "",
    "Drag over a part to see it larger, double-click to see all; by keyboard: arrows, + and -, Escape.",
  ];
  return parts.filter(Boolean).join(" ");
}

/** The most lines that there were: the legend keeps their room, so that what is below stays where it is while lines come and go under a brush. */
function useRoom(lines: number): number {
  const most = useRef(0);
  most.current = Math.max(most.current, lines);
  return most.current;
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
