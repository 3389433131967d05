/** The scale of colours at the foot of heat maps. */
import { formatPercent } from "../../../src/report/format.ts";
import { heatColor } from "./heat-map.ts";

interface ScaleOfColorsProps {
  readonly range: readonly [number, number];
  /** Where it begins in its picture. */
  readonly top: number;
}

const scaleSteps = 40;

/** The scale, with its ends written below. */
export function ScaleOfColors({ range, top }: ScaleOfColorsProps) {
  const [low, high] = range;
  const width = 220 / scaleSteps;
  return (
    <g transform={`translate(12 ${top})`}>
      {Array.from({ length: scaleSteps }, (_, at) => (
        <rect
          key={at}
          x={at * width}
          width={width + 0.5}
          height="10"
          fill={heatColor(low + ((at + 0.5) / scaleSteps) * (high - low), range).fill}
        />
      ))}
      <text y="26">{formatPercent(low)}</text>
      <text x="220" y="26" text-anchor="end">
        {formatPercent(high)}
      </text>
    </g>
  );
}
