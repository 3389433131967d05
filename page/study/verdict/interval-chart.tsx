/** Differences of pairs with their intervals, as a figure. The table beside it says the same to those who hear it. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { palette } from "../../../src/report/theme.ts";
import type { PairFigures } from "../../../src/report/verdict/verdict-document.ts";
import { Downloads } from "../../parts/downloads.tsx";
import { type IntervalRow, intervalRows, layoutIntervals } from "./interval-layout.ts";

/** Pairs that are shown before one asks for all. */
const fewPairs = 12;
const title = "Test accuracy of the first less that of the second";
const grey = "#8a8a96";

/** The figure; `of`: the study. */
export function IntervalChart({ pairs, of }: { readonly pairs: readonly PairFigures[]; readonly of: string }) {
  const frame = useRef<HTMLElement>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const width = useSignal(640);
  const all = useSignal(false);
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => {
      width.value = Math.max(260, Math.min(760, Math.round(entry!.contentRect.width)));
    });
    watcher.observe(frame.current!);
    return () => watcher.disconnect();
  }, []);
  const shown = all.value ? pairs : pairs.slice(0, fewPairs);
  return (
    <figure class="intervals" ref={frame}>
      <figcaption>
        <span>{title}, percentage points</span>
        <Downloads title={title} of={of} csv={() => intervalRows(pairs)} picture={() => drawing.current} />
      </figcaption>
      <Drawing pairs={shown} width={width.value} drawing={drawing} />
      <p class="hint">
        Dot: the Hodges-Lehmann shift; line: its 95 % interval. Filled where the corrected test tells the two apart, a
        ring where it does not.
      </p>
      {pairs.length > fewPairs && (
        <button type="button" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {all.value ? `Show the first ${fewPairs} pairs` : `Show all ${pairs.length} pairs`}
        </button>
      )}
    </figure>
  );
}

interface DrawingProps {
  readonly pairs: readonly PairFigures[];
  readonly width: number;
  readonly drawing: { current: SVGSVGElement | null };
}

function Drawing({ pairs, width, drawing }: DrawingProps) {
  const { height, axisY, zero, rows, ticks } = layoutIntervals(pairs, width);
  return (
    <svg
      ref={drawing}
      class="interval-drawing"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${title}, with intervals; the table of pairs has the same figures.`}
      font-family="system-ui, sans-serif"
      font-size="13"
      fill="currentColor"
    >
      {ticks.map(({ x, text }) => (
        <g key={text}>
          <line x1={x} x2={x} y1={4} y2={axisY} stroke={grey} stroke-opacity="0.25" />
          <text x={x} y={axisY + 20} text-anchor="middle" font-size="12" fill-opacity="0.75">
            {text}
          </text>
        </g>
      ))}
      <line x1={zero} x2={zero} y1={4} y2={axisY} stroke="currentColor" stroke-dasharray="4 3" />
      {rows.map((row) => (
        <Pair key={row.labelY} row={row} width={width} />
      ))}
    </svg>
  );
}

function Pair({
  row: { name, figures, labelY, y, at, low, high, isFound },
  width,
}: {
  readonly row: IntervalRow;
  readonly width: number;
}) {
  const color = isFound ? palette[2]! : grey;
  return (
    <g>
      <text x={4} y={labelY} font-weight="600">
        {shortened(name, (width - 7 * figures.length) / 8)}
        <title>{name}</title>
      </text>
      <text x={width - 4} y={labelY} text-anchor="end" font-size="12" fill-opacity="0.8">
        {figures}
      </text>
      {low !== null && high !== null && <line x1={low} x2={high} y1={y} y2={y} stroke={color} stroke-width="3" />}
      {at !== null && <circle cx={at} cy={y} r="5" fill={isFound ? color : "none"} stroke={color} stroke-width="2.5" />}
    </g>
  );
}

function shortened(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, Math.max(4, most - 1)).join("")}…`;
}
