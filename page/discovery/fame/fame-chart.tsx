/** Fitness against size: the front of programs than which none is both as short and as good. */
import { useRef } from "preact/hooks";
import type { FoundProgram } from "../../../src/report/discovery/search-sums.ts";
import { evenTicks, tickText } from "../../parts/plot/ticks.ts";
import { useWidth } from "../../parts/use-width.ts";

/** A value to compare with, as a line across. */
export interface FameMark {
  readonly text: string;
  readonly fitness: number;
}

/** What the chart shows and tells; `picked`: identity of the program that is looked at. */
interface FameChartProps {
  readonly front: readonly FoundProgram[];
  readonly marks: readonly FameMark[];
  readonly picked: string | null;
  readonly onPick: (program: FoundProgram) => void;
}

const height = 260;
const margin = { left: 56, right: 16, top: 14, bottom: 40 };

/** The chart. Its points are reached by keyboard, one after another. */
export function FameChart({ front, marks, picked, onPick }: FameChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const { x, y, xTicks, yTicks } = scalesOf(front, marks, width);
  const steps = front.map(({ length, fitness }, at) =>
    at === 0 ? `M${x(length)} ${y(fitness)}` : `H${x(length)}V${y(fitness)}`,
  );
  /** Of two marks at nearly one height, the lower one's name stands under its line. */
  const lowest = marks.length > 1 ? marks.reduce((low, mark) => (mark.fitness <= low.fitness ? mark : low)) : undefined;
  const across = { x1: margin.left, x2: width - margin.right };
  const endOf = { x: width - margin.right, "text-anchor": "end" } as const;
  const isClose = marks.some((mark) => mark !== lowest && lowest && Math.abs(y(mark.fitness) - y(lowest.fitness)) < 14);
  return (
    <div ref={place} class="fame-chart">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture with points that are pressed */}
      <svg
        width={width}
        height={height}
        role="group"
        aria-label="Fitness against statements; pick a point for its program"
      >
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing of it takes the focus */}
        <g aria-hidden="true">
          {yTicks.map((tick) => (
            <g key={tick}>
              <line class="grid" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
              <text x={margin.left - 8} y={y(tick) + 4} text-anchor="end">
                {tickText(tick)}
              </text>
            </g>
          ))}
          {xTicks.map((tick) => (
            <text key={tick} x={x(tick)} y={height - margin.bottom + 18} text-anchor="middle">
              {tick}
            </text>
          ))}
          <text x={(margin.left + width - margin.right) / 2} y={height - 4} text-anchor="middle">
            statements
          </text>
          <text x={4} y={10}>
            fitness
          </text>
          {marks.map((mark) => (
            <g key={mark.text}>
              <line class="mark-line" {...across} y1={y(mark.fitness)} y2={y(mark.fitness)} />
              <text {...endOf} y={y(mark.fitness) + (isClose && mark === lowest ? 13 : -5)}>
                {mark.text}
              </text>
            </g>
          ))}
          <path class="front" d={steps.join("")} />
        </g>
        {front.map((program, at) => (
          <Point
            key={program.identity}
            program={program}
            number={at + 1}
            at={{ x: x(program.length), y: y(program.fitness) }}
            isPicked={program.identity === picked}
            onPick={() => onPick(program)}
          />
        ))}
      </svg>
    </div>
  );
}

interface PointProps {
  readonly program: FoundProgram;
  readonly number: number;
  readonly at: { readonly x: number; readonly y: number };
  readonly isPicked: boolean;
  readonly onPick: () => void;
}

function Point({ program, number, at, isPicked, onPick }: PointProps) {
  const { length, fitness } = program;
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onPick();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button inside a picture
    <g
      role="button"
      tabindex={0}
      class="point"
      aria-pressed={isPicked}
      aria-label={`Program ${number}: ${length} statements, fitness ${fitness.toFixed(4)}`}
      onClick={onPick}
      onKeyDown={pressed}
    >
      <circle class="reach" cx={at.x} cy={at.y} r="14" />
      <circle class="dot" cx={at.x} cy={at.y} r={isPicked ? 7 : 5} />
    </g>
  );
}

function scalesOf(front: readonly FoundProgram[], marks: readonly FameMark[], width: number) {
  const lengths = front.map(({ length }) => length);
  const values = [...front, ...marks].map(({ fitness }) => fitness);
  const [left, right] = [Math.min(...lengths) - 1, Math.max(...lengths) + 1];
  const air = 0.08 * Math.max(1e-3, Math.max(...values) - Math.min(...values));
  const [low, high] = [Math.min(...values) - air, Math.max(...values) + air];
  const span = Math.max(1, width - margin.left - margin.right);
  return {
    x: (length: number): number => margin.left + (span * (length - left)) / (right - left),
    y: (fitness: number): number =>
      height - margin.bottom - ((height - margin.top - margin.bottom) * (fitness - low)) / (high - low),
    xTicks: evenTicks([left, right], Math.max(2, Math.floor(span / 60))).filter(Number.isInteger),
    yTicks: evenTicks([low, high], 5),
  };
}
