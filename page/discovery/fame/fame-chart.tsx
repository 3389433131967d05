/** Fitness against size: the front of programs than which none is both as short and as good. */
import { useRef } from "preact/hooks";
import type { EvaluationCloud } from "../../../src/dashboard/discovery-frame.ts";
import type { FoundProgram } from "../../../src/report/discovery/search-sums.ts";
import { paperColor } from "../../parts/plot/svg-markup.ts";
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
  /** All that was evaluated; null while it is not known. */
  readonly cloud: EvaluationCloud | null;
  readonly picked: string | null;
  readonly onPick: (program: FoundProgram) => void;
}

const height = 260;
const margin = { left: 56, right: 16, top: 26, bottom: 40 };

/** The chart. Its colours are those of paper, for files; the style sheet has the page's. Its points are reached by keyboard, one after another. */
export function FameChart({ front, marks, cloud, picked, onPick }: FameChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const { x, y, xTicks, yTicks } = scalesOf(front, { marks, cloud, width });
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
        font-family="system-ui, sans-serif"
        font-size="11"
        fill={paperColor("soft")}
        aria-label="Fitness against statements; pick a point for its program"
      >
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing of it takes the focus */}
        <g aria-hidden="true">
          {yTicks.map((tick) => (
            <g key={tick}>
              <line class="grid" stroke={paperColor("rule")} {...across} y1={y(tick)} y2={y(tick)} />
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
              <line
                class="mark-line"
                stroke={paperColor("soft")}
                stroke-dasharray="4 3"
                {...across}
                y1={y(mark.fitness)}
                y2={y(mark.fitness)}
              />
              <text {...endOf} y={y(mark.fitness) + (isClose && mark === lowest ? 13 : -5)}>
                {mark.text}
              </text>
            </g>
          ))}
          {cloud !== null && <Cloud cloud={cloud} {...{ x, y }} />}
          <path class="front" fill="none" stroke={paperColor("accent")} stroke-width="2" d={steps.join("")} />
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

interface CloudProps {
  readonly cloud: EvaluationCloud;
  readonly x: (length: number) => number;
  readonly y: (fitness: number) => number;
}

/** A dot for each cell, its area by how many programs are in it. */
function Cloud({ cloud: { cells }, x, y }: CloudProps) {
  const most = Math.max(...cells.map(([, , count]) => count));
  const radius = (count: number): number => 1 + 3.6 * Math.sqrt(count / most);
  return (
    <g fill="#8a8a96" fill-opacity="0.45">
      {cells.map(([length, fitness, count]) => (
        <circle key={`${length} ${fitness}`} cx={x(length)} cy={y(fitness)} r={radius(count).toFixed(2)} />
      ))}
    </g>
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
      <circle class="reach" fill="none" cx={at.x} cy={at.y} r="14" />
      <circle class="dot" fill={paperColor("accent")} cx={at.x} cy={at.y} r={isPicked ? 7 : 5} />
    </g>
  );
}

/** Fitness from bottom to top: the front and the marks, with some air. */
export function fitnessRange(
  front: readonly FoundProgram[],
  marks: readonly FameMark[],
): readonly [low: number, high: number] {
  const values = [...front, ...marks].map(({ fitness }) => fitness);
  const air = 0.08 * Math.max(1e-3, Math.max(...values) - Math.min(...values));
  return [Math.min(...values) - air, Math.max(...values) + air];
}

interface ScaleInput extends Pick<FameChartProps, "marks" | "cloud"> {
  readonly width: number;
}

function scalesOf(front: readonly FoundProgram[], { marks, cloud, width }: ScaleInput) {
  const lengths = [...front.map(({ length }) => length), ...(cloud?.cells.map(([length]) => length) ?? [])];
  const [left, right] = [Math.min(...lengths) - 1, Math.max(...lengths) + 1];
  const [low, high] = fitnessRange(front, marks);
  const span = Math.max(1, width - margin.left - margin.right);
  return {
    x: (length: number): number => margin.left + (span * (length - left)) / (right - left),
    y: (fitness: number): number =>
      height - margin.bottom - ((height - margin.top - margin.bottom) * (fitness - low)) / (high - low),
    xTicks: evenTicks([left, right], Math.max(2, Math.floor(span / 60))).filter(Number.isInteger),
    yTicks: evenTicks([low, high], 5),
  };
}
