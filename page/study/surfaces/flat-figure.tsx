/** Maps of surfaces side by side. The table below has the same numbers. */
import type { RefObject } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { SurfaceGrid } from "../../../src/report/document.ts";
import { formatPercent } from "../../../src/report/format.ts";
import type { SurfacesData } from "../../../src/report/surfaces-data.ts";
import { divergedColor } from "../../../src/report/theme.ts";
import { useWidth } from "../../parts/use-width.ts";
import { heatColor } from "../settings/heat-map.ts";
import { ScaleOfColors } from "../settings/scale-of-colors.tsx";
import { layFlatMaps, type PlacedFlatMap } from "./flat-layout.ts";
import { flatMaps } from "./flat-maps.ts";

/** What is drawn; `picture` is kept outside, for a file. */
interface FlatFigureProps {
  readonly data: SurfacesData;
  readonly measured: readonly SurfaceGrid[];
  readonly picture: RefObject<SVGSVGElement | null>;
}

/** Pixels left and right of the picture, as in the style sheet. */
const padding = 24;

/** The maps. */
export function FlatFigure({ data, measured, picture }: FlatFigureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { maps, every } = useMemo(() => flatMaps(data, measured), [data, measured]);
  const layout = useMemo(() => layFlatMaps(maps, Math.max(280, width - padding)), [maps, width]);
  const { zRange } = data;
  return (
    <>
      <div class="heat" ref={frame}>
        <svg
          ref={picture}
          width={layout.width}
          height={layout.height}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          font-family="system-ui, sans-serif"
          font-size="11"
          fill="currentColor"
          role="img"
          aria-label="Validation accuracy by learning rate and epoch, a map for each optimizer; the table has the numbers."
        >
          {layout.placed.map((placed) => (
            <MapFromAbove key={placed.map.label} placed={placed} range={zRange} />
          ))}
          <ScaleOfColors range={zRange} top={layout.scaleTop} />
        </svg>
      </div>
      <p class="hint">
        Learning rate to the right, epoch upwards; the ring is the highest. ✕: a run diverged.
        {every > 1 ? ` A row for every ${every} epochs.` : ""}
      </p>
    </>
  );
}

function MapFromAbove({
  placed,
  range,
}: {
  readonly placed: PlacedFlatMap;
  readonly range: readonly [number, number];
}) {
  const { map, x, y, left, top, cell, everyRate, writtenRows } = placed;
  const { label, rates, epochs, cells, diverged, best } = map;
  const bottom = top + epochs.length * cell.height;
  const middle = (column: number): number => left + (column + 0.5) * cell.width;
  const rowTop = (row: number): number => bottom - (row + 1) * cell.height;
  return (
    <g transform={`translate(${x} ${y})`}>
      <text x={left} y={16}>
        <tspan font-weight="600" font-size="12">
          {label}
        </tspan>
        {best !== null && (
          <tspan dx="8">
            {formatPercent(best.height)} at {rates[best.column]}, epoch {epochs[best.row]}
          </tspan>
        )}
      </text>
      {cells.map((heights, row) =>
        heights.map(
          (height, column) =>
            height !== null && (
              <rect
                key={`${rates[column]} ${epochs[row]}`}
                x={left + column * cell.width}
                y={rowTop(row)}
                width={cell.width}
                height={cell.height + 0.3}
                fill={heatColor(height, range).fill}
              >
                <title>{`${label}, rate ${rates[column]}, epoch ${epochs[row]}: ${formatPercent(height)}`}</title>
              </rect>
            ),
        ),
      )}
      {diverged.map(({ column, row }) => (
        <path
          key={`${column} ${row}`}
          d={`M${middle(column) - 4} ${rowTop(row) + cell.height / 2 - 4}l8 8m0-8l-8 8`}
          stroke={divergedColor}
          stroke-width="2.2"
          fill="none"
        />
      ))}
      {best !== null && (
        <circle
          cx={middle(best.column)}
          cy={rowTop(best.row) + cell.height / 2}
          r="5"
          fill="none"
          stroke="#16151c"
          stroke-width="2"
        />
      )}
      <rect
        x={left}
        y={top}
        width={rates.length * cell.width}
        height={bottom - top}
        fill="none"
        stroke="#8a8a96"
        stroke-opacity="0.5"
      />
      {writtenRows.map((row) => (
        <text key={row} x={left - 6} y={rowTop(row) + cell.height / 2 + 4} text-anchor="end">
          {epochs[row]}
        </text>
      ))}
      {rates.map(
        (text, column) =>
          column % everyRate === 0 && (
            <text key={text} x={middle(column)} y={bottom + 15} text-anchor="middle">
              {text}
            </text>
          ),
      )}
    </g>
  );
}
