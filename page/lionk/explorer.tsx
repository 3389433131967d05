/** A run in the plane, gone through step by step, with its figures and promises. */
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { PlanePoint, Rectangle } from "../../src/lionk/figures/contour-lines.ts";
import type { Trace } from "../../src/lionk/trace.ts";
import { PlanePlot } from "../parts/plane-plot.tsx";
import { arrowsOf, fieldOf, homeView, marksOf, pathsOf, regionOf, wholeView } from "./plane-of-run.ts";
import { Playback } from "./playback.tsx";
import type { PlaneProblem } from "./problem.ts";
import { promisesOf } from "./promise-list.ts";
import { PromisePanel } from "./promise-panel.tsx";
import { RunCharts } from "./run-charts.tsx";
import { runTable } from "./run-table.ts";
import { stateSentence } from "./run-text.ts";
import { offeredOf, type Setting } from "./setting.ts";
import { useTrace } from "./use-trace.ts";

/** What is explored. `isStale`: the setting has a mistake, and `problem` is the one before it. */
interface ExplorerProps {
  readonly setting: Setting;
  readonly problem: PlaneProblem;
  readonly isStale: boolean;
  readonly onSetting: (setting: Setting) => void;
  /** How many addresses were taken up: each is shown whole. */
  readonly taken: number;
  /** Beside the plane. */
  readonly form: ComponentChildren;
}

/** The run. */
export function Explorer({ setting, problem, isStale, onSetting, taken, form }: ExplorerProps) {
  const { trace, version } = useTrace(problem);
  const { points } = trace;
  const last = points.length - 1;
  const step = Math.min(last, setting.step ?? last);
  const onStep = (to: number): void => onSetting({ ...setting, step: to >= last && trace.isDone ? null : to });
  return (
    <>
      <div class="lionk">
        <div class="lionk-main">
          <Plane {...{ setting, problem, trace, version, step, onSetting, taken }} />
          {isStale && <p class="hint">What is shown is the last setting without a mistake.</p>}
          <Playback step={step} last={last} onStep={onStep} />
          <p class="run-state">{stateSentence(points[step]!, { last, isDone: trace.isDone })}</p>
          {trace.fault !== null && (
            <p class="wrong" role="status">
              {trace.fault}
            </p>
          )}
        </div>
        {form}
      </div>
      <Later trace={trace} version={version} step={step} problem={problem} />
    </>
  );
}

interface PlaneProps extends Pick<ExplorerProps, "setting" | "problem" | "onSetting" | "taken"> {
  readonly trace: Trace;
  readonly version: number;
  readonly step: number;
}

function Plane({ setting, problem, trace, version, step, onSetting, taken }: PlaneProps) {
  const { points } = trace;
  const offered = offeredOf(setting);
  const { options, words } = problem;
  const region = useMemo(() => regionOf(problem), [words.k, options.lambda]);
  const field = useMemo(() => fieldOf(problem), [words.f]);
  const [home, setHome] = useState<Rectangle>(() => homeView(problem, region, offered));
  useEffect(() => {
    if (setting.view === null) setHome(homeView(problem, region, offered));
  }, [setting.f, region, taken]);
  const view = setting.view ?? home;
  const paths = useMemo(() => pathsOf(points, step), [trace, version, step]);
  const point = points[step]!;
  const arrows = useMemo(() => arrowsOf(point, { lambda: options.lambda, view }), [point, options.lambda, view]);
  const marks = useMemo(() => marksOf(point, offered), [point, offered]);
  const moveStart = (x0: PlanePoint): void => onSetting({ ...setting, x0 });
  return (
    <>
      <PlanePlot
        label={`Lines of f in the plane, the set that x is held to, and the way of the run from ${setting.x0.join(", ")}`}
        scene={{ field, region, paths, arrows, marks }}
        handles={[{ key: "start", label: "start", at: setting.x0, onMove: moveStart }]}
        view={view}
        onView={(to) => onSetting({ ...setting, view: to })}
        onFit={() => onSetting({ ...setting, view: wholeView(home, points) })}
        onPlace={moveStart}
        download={{ title: `${problem.kFunction.name} in the plane`, of: "lion-k", csv: () => runTable(points) }}
      />
      <ul class="plane-key">
        <li class="key-set">set {problem.kFunction.effect.split(":")[0]}</li>
        <li class="key-first">phase I</li>
        <li class="key-second">phase II</li>
        <li class="key-ahead">m̃, the momentum ahead (to its own scale)</li>
        <li class="key-pull">∇K(m̃), the push</li>
        <li class="key-decay">−λx, the decay</li>
      </ul>
    </>
  );
}

/** Milliseconds after which a run that changes no more is drawn over its steps, and judged. */
const restMs = 70;

/** Figures and promises, and where the run stands for who hears it: while the start is dragged, or a film runs, they wait. */
function Later(props: { problem: PlaneProblem; trace: Trace; version: number; step: number }) {
  const [shown, setShown] = useState(props);
  useEffect(() => {
    const timer = setTimeout(() => setShown(props), restMs);
    return () => clearTimeout(timer);
  }, [props.problem, props.trace, props.version, props.step]);
  const { problem, trace, step } = shown;
  const points = useMemo(() => [...trace.points], [shown.trace, shown.version]);
  const rows = useMemo(() => promisesOf(problem, trace), [shown.trace, shown.version]);
  return (
    <>
      <p class="visually-hidden" role="status">
        {stateSentence(points[Math.min(step, points.length - 1)]!, { last: points.length - 1, isDone: trace.isDone })}
      </p>
      <PromisePanel rows={rows} />
      <RunCharts problem={problem} points={points} step={Math.min(step, points.length - 1)} />
    </>
  );
}
