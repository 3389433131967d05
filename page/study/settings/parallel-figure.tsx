/** Parallel coordinates with brushes: by pointer along the axes, by keys on the ends of each. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { Downloads } from "../../parts/downloads.tsx";
import { useDarkScheme } from "../../parts/use-dark-scheme.ts";
import { useHeld } from "../../parts/use-held.ts";
import { useWidth } from "../../parts/use-width.ts";
import type { Range } from "../view-state.ts";
import { AxisBrush } from "./axis-brush.tsx";
import { axisPlaces, drawBehind, drawThrough, parallelMargin } from "./draw-parallel.ts";
import { brushOf, type ParallelAxis } from "./parallel-axes.ts";
import { bestIndex, lineColors, parallelPlaces, thinnedTrials } from "./parallel-lines.ts";
import { parallelSvg } from "./parallel-svg.ts";

/** What the figure shows and tells. */
interface ParallelFigureProps {
  readonly rows: readonly TrialRow[];
  /** Of them, those that filter and brushes let through. */
  readonly shown: readonly TrialRow[];
  readonly axes: readonly ParallelAxis[];
  readonly brushes: Readonly<Record<string, Range>>;
  /** Name of the study. */
  readonly of: string;
  readonly onBrush: (brushes: Readonly<Record<string, Range>>) => void;
}

const height = 340;

/** Below this many pixels for each axis, the figure scrolls. */
const leastOfAxis = 104;

const title = "Settings and scores";

/** The figure. */
export function ParallelFigure({ rows, shown, axes: latest, brushes, of, onBrush }: ParallelFigureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [isPointedAt, pointAt] = useState(false);
  const axes = useHeld(latest, isPointedAt);
  const room = useWidth(frame);
  const width = Math.max(room, leastOfAxis * axes.length);
  const lines = useLines({ rows, shown, axes });
  const across = axisPlaces(axes.length, width);
  const brush = (axis: ParallelAxis, range: Range | null): void => {
    const { [axis.name]: _, ...others } = brushes;
    const own = range === null ? null : brushOf(axis, range);
    onBrush(own === null ? others : { ...others, [axis.name]: own });
  };
  const csv = () => [
    ["label", ...axes.map((axis) => axis.name), "shown"],
    ...rows.map((row, at) => [row.label, ...axes.map((axis) => axis.numberOf(row)), lines.isThrough[at] === 1 ? 1 : 0]),
  ];
  const isBrushed = Object.keys(brushes).length > 0;
  return (
    <figure class="plot">
      <div class="plot-head">
        <figcaption>{title}</figcaption>
        {isBrushed && (
          <button type="button" class="quiet" onClick={() => onBrush({})}>
            Clear brushes
          </button>
        )}
        <Downloads
          title={title}
          of={of}
          csv={csv}
          picture={() => parallelSvg({ title, of: axes, ...lines.behind, through: lines.through })}
        />
      </div>
      <div
        class="parallel"
        ref={frame}
        onPointerEnter={() => pointAt(true)}
        onPointerLeave={() => pointAt(false)}
        onFocusIn={() => pointAt(true)}
        onFocusOut={() => pointAt(false)}
      >
        <div class="parallel-room" style={{ width: `${width}px`, height: `${height}px` }}>
          <Lines {...{ lines, width }} label={`${shown.length} of ${rows.length} trials, a line each`} />
          {axes.map((axis, at) => (
            <AxisBrush
              key={axis.name}
              axis={axis}
              x={across[at]!}
              height={height}
              margin={parallelMargin}
              range={Object.hasOwn(brushes, axis.name) ? brushes[axis.name]! : null}
              onBrush={(range) => brush(axis, range)}
            />
          ))}
        </div>
      </div>
      <p class="hint">
        Drag along an axis to keep the trials that pass there, in the table and in the curves; a click on an axis lets
        all through again. By keyboard: arrows move the ends of an axis, Delete clears it. {lines.said}
      </p>
    </figure>
  );
}

type ParallelLinesShown = ReturnType<typeof useLines>;

function useLines({ rows, shown, axes }: Pick<ParallelFigureProps, "rows" | "shown" | "axes">) {
  const behind = useMemo(() => {
    const all = thinnedTrials([...rows.keys()], null);
    return { ...parallelPlaces(rows, axes), all, colorOf: lineColors(rows) };
  }, [rows, axes]);
  const through = useMemo(() => {
    const set = new Set(shown);
    const isThrough = Uint8Array.from(rows, (row) => (set.has(row) ? 1 : 0));
    const best = bestIndex(shown);
    const inside = [...rows.keys()].filter((at) => isThrough[at] === 1);
    const drawn = thinnedTrials(inside, best === null ? null : rows.indexOf(shown[best]!));
    const number = (n: number): string => n.toLocaleString("en");
    const said =
      drawn.length < inside.length ? `Drawn: ${number(drawn.length)} of ${number(inside.length)} lines.` : "";
    return { isThrough, said, through: drawn.map((index) => ({ index, color: behind.colorOf(rows[index]!) })) };
  }, [rows, shown, behind]);
  return { behind, ...through };
}

interface LinesProps {
  readonly lines: ParallelLinesShown;
  readonly width: number;
  readonly label: string;
}

/** The lines on two canvases, so that a brush draws only what it changes. */
function Lines({ lines: { behind, through }, width, label }: LinesProps) {
  const [below, above] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)];
  const isDark = useDarkScheme();
  const paper = { ...behind, width, height };
  useLayoutEffect(() => {
    drawBehind(penOf(below.current!, width), behind.all, { ...paper, color: colorOfPage("--rule") });
  }, [behind, width, isDark]);
  useLayoutEffect(() => {
    drawThrough(penOf(above.current!, width), through, { ...paper, soft: colorOfPage("--soft") });
  }, [behind, through, width, isDark]);
  const style = { width: `${width}px`, height: `${height}px` };
  return (
    <>
      <canvas ref={below} style={style} />
      <canvas ref={above} role="img" aria-label={label} style={style} />
    </>
  );
}

/** A pen whose unit is a pixel of the page. */
function penOf(canvas: HTMLCanvasElement, width: number): CanvasRenderingContext2D {
  const ratio = devicePixelRatio;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  const pen = canvas.getContext("2d")!;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}

function colorOfPage(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
