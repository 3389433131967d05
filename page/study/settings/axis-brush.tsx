/** An axis of parallel coordinates: its name, its marks, and the brush on it with an end for each hand of the keyboard. */
import { useRef } from "preact/hooks";
import type { Range } from "../view-state.ts";
import { type ParallelAxis, stepFrom } from "./parallel-axes.ts";

/** What an axis shows and tells; `range`: its brush, null where there is none. Pixels. */
interface AxisBrushProps {
  readonly axis: ParallelAxis;
  readonly x: number;
  readonly height: number;
  readonly margin: { readonly top: number; readonly bottom: number };
  readonly range: Range | null;
  readonly onBrush: (range: Range | null) => void;
}

/** Movement below which a pointer has clicked, in pixels. */
const click = 4;

/** The axis. */
export function AxisBrush({ axis, x, height, margin, range, onBrush }: AxisBrushProps) {
  const length = height - margin.top - margin.bottom;
  const yOf = (value: number): number => margin.top + (1 - axis.place(value)) * length;
  const [low, high] = range ?? axis.ends;
  const drag = useDrag({ axis, margin, length, onBrush });
  return (
    <fieldset class={range === null ? "axis" : "axis brushed"} style={{ left: `${x}px` }} aria-label={axis.title}>
      <div class="axis-title" title={axis.title} aria-hidden="true">
        {axis.title}
      </div>
      <div class="axis-rule" style={{ top: `${margin.top}px`, height: `${length}px` }} />
      {axis.marks.map((mark) => (
        <span key={mark} class="axis-mark" style={{ top: `${yOf(mark)}px` }} aria-hidden="true">
          {axis.text(mark)}
        </span>
      ))}
      {range !== null && (
        <div
          class="axis-brush"
          style={{ top: `${yOf(high) - 3}px`, height: `${Math.max(0, yOf(low) - yOf(high)) + 6}px` }}
        />
      )}
      <div class="axis-strip" style={{ top: `${margin.top - 6}px`, height: `${length + 12}px` }} {...drag} />
      <End
        {...{ axis, value: low, y: yOf(low), side: "from" }}
        onMove={(value) => onBrush([Math.min(value, high), high])}
        onClear={() => onBrush(null)}
      />
      <End
        {...{ axis, value: high, y: yOf(high), side: "to" }}
        onMove={(value) => onBrush([low, Math.max(value, low)])}
        onClear={() => onBrush(null)}
      />
    </fieldset>
  );
}

interface EndProps {
  readonly axis: ParallelAxis;
  readonly value: number;
  readonly y: number;
  readonly side: "from" | "to";
  readonly onMove: (value: number) => void;
  readonly onClear: () => void;
}

/** An end of a brush, moved by arrows; without a brush it is that of the axis. */
function End({ axis, value, y, side, onMove, onClear }: EndProps) {
  const press = (event: KeyboardEvent): void => {
    const by = steps[event.key];
    if (by !== undefined) onMove(stepFrom(axis, value, by));
    else if (event.key === "Home") onMove(axis.ends[0]);
    else if (event.key === "End") onMove(axis.ends[1]);
    else if (event.key === "Delete" || event.key === "Backspace") onClear();
    else return;
    event.preventDefault();
  };
  return (
    <span
      role="slider"
      tabIndex={0}
      class={`axis-end ${side}`}
      style={{ top: `${y}px` }}
      aria-label={`${axis.title}, ${side === "from" ? "lowest" : "highest"}`}
      aria-orientation="vertical"
      aria-valuemin={axis.ends[0]}
      aria-valuemax={axis.ends[1]}
      aria-valuenow={value}
      aria-valuetext={axis.text(value)}
      onKeyDown={press}
    />
  );
}

const steps: { readonly [key: string]: number | undefined } = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: 5,
  PageDown: -5,
};

interface Drag {
  readonly axis: ParallelAxis;
  readonly margin: { readonly top: number };
  readonly length: number;
  readonly onBrush: (range: Range | null) => void;
}

/** A brush from where the pointer went down to where it is, once for each frame that is drawn; a click clears it. */
function useDrag(now: Drag) {
  const latest = useRef(now);
  latest.current = now;
  const from = useRef<number | null>(null);
  const to = useRef(0);
  const frame = useRef(0);
  const tell = (): void => {
    frame.current = 0;
    if (from.current === null || Math.abs(to.current - from.current) < click) return;
    const { axis, length, onBrush } = latest.current;
    const places = [from.current, to.current].map((y) => 1 - Math.min(1, Math.max(0, y / length)));
    const [low, high] = [axis.at(Math.min(...places)), axis.at(Math.max(...places))];
    onBrush([low, high]);
  };
  const yOf = (event: PointerEvent): number =>
    event.clientY - (event.currentTarget as HTMLElement).getBoundingClientRect().top - 6;
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      from.current = to.current = yOf(event);
      event.preventDefault();
    },
    onPointerMove: (event: PointerEvent) => {
      if (from.current === null) return;
      to.current = yOf(event);
      if (frame.current === 0) frame.current = requestAnimationFrame(tell);
    },
    onPointerUp: (event: PointerEvent) => {
      if (from.current === null) return;
      to.current = yOf(event);
      if (Math.abs(to.current - from.current) < click) latest.current.onBrush(null);
      else tell();
      from.current = null;
    },
    onPointerCancel: () => (from.current = null),
  };
}
