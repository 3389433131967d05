/** Heat maps side by side, with one scale, and as tables. */
import { useMemo, useRef } from "preact/hooks";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { formatPercentEstimate, nothing } from "../../../src/report/format.ts";
import { divergedColor } from "../../../src/report/theme.ts";
import { Downloads } from "../../parts/downloads.tsx";
import { Framed } from "../../parts/framed.tsx";
import { useWidth } from "../../parts/use-width.ts";
import type { TrialField } from "../fields.ts";
import type { TrialGroup } from "../table/trial-groups.ts";
import { heatCsv } from "./heat-csv.ts";
import { layHeatMaps, type PlacedMap } from "./heat-layout.ts";
import { type HeatMap, heatColor, heatMaps, heatRange, heightOf } from "./heat-map.ts";
import { ScaleOfColors } from "./scale-of-colors.tsx";

/** What the figure shows; `against`: the setting that runs upwards; `of`: name of the study. */
interface HeatFigureProps {
  readonly rows: readonly TrialRow[];
  readonly against: TrialField;
  readonly of: string;
}

/** Pixels left and right of the picture, as in the style sheet. */
const padding = 24;

/** The figure. */
export function HeatFigure({ rows, against, of }: HeatFigureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const picture = useRef<SVGSVGElement>(null);
  const width = useWidth(frame);
  const maps = useMemo(() => heatMaps(rows, against), [rows, against]);
  const range = heatRange(maps);
  const layout = useMemo(() => layHeatMaps(maps, Math.max(280, width - padding)), [maps, width]);
  const title = `Validation accuracy by rate and ${against.title.toLowerCase()}`;
  return (
    <figure class="plot">
      <div class="plot-head">
        <figcaption>{title}</figcaption>
        {range !== null && (
          <Downloads title={title} of={of} csv={() => heatCsv(maps, against.title)} picture={() => picture.current} />
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where it is wider than the page, and keys must be able to */}
      <section class="heat" ref={frame} tabIndex={0} aria-label={`${title}; as tables below`}>
        {range === null ? (
          <p class="nothing">No trial with these settings has ended yet.</p>
        ) : (
          <svg
            ref={picture}
            width={layout.width}
            height={layout.height}
            viewBox={`0 0 ${layout.width} ${layout.height}`}
            font-family="system-ui, sans-serif"
            font-size="11"
            fill="currentColor"
            aria-hidden="true"
          >
            {layout.placed.map((placed) => (
              <Cells key={placed.map.title} placed={placed} range={range} />
            ))}
            <ScaleOfColors range={range} top={layout.scaleTop} />
          </svg>
        )}
      </section>
      {range !== null && (
        <details class="as-table">
          <summary>As tables</summary>
          {maps.map((map) => (
            <HeatTable key={map.title} map={map} against={against.title} />
          ))}
        </details>
      )}
      <p class="hint">
        Each cell is the mean over seeds, of the best of the settings that share its rate and its{" "}
        {against.title.toLowerCase()}. ✕: a seed diverged. Empty: not tried.
      </p>
    </figure>
  );
}

interface CellsProps {
  readonly placed: PlacedMap;
  readonly range: readonly [number, number];
}

function Cells({ placed: { map, x, y, left, top, cell, hasText, every }, range }: CellsProps) {
  const last = map.rows.length - 1;
  return (
    <g transform={`translate(${x} ${y})`}>
      <text x={left} y={16} font-weight="600" font-size="12">
        {map.title}
      </text>
      {map.rows.map((row, at) => (
        <text key={row.text} x={left - 6} y={top + (last - at) * cell.height + 18} text-anchor="end">
          {row.text.length > 20 ? `${row.text.slice(0, 19)}…` : row.text}
        </text>
      ))}
      {map.cells.flatMap((row, at) =>
        row.map((group, column) => (
          <Cell
            key={`${map.rows[at]!.text} ${map.rates[column]!.text}`}
            {...{ group, range, hasText }}
            box={{ x: left + column * cell.width, y: top + (last - at) * cell.height, ...cell }}
          />
        )),
      )}
      {map.rates.map(
        ({ text }, at) =>
          at % every === 0 && (
            <text
              key={text}
              x={left + (at + 0.5) * cell.width}
              y={top + (last + 1) * cell.height + 15}
              text-anchor="middle"
            >
              {text}
            </text>
          ),
      )}
    </g>
  );
}

interface CellProps {
  readonly group: TrialGroup | null;
  readonly range: readonly [number, number];
  readonly hasText: boolean;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

function Cell({ group, range, hasText, box: { x, y, width, height } }: CellProps) {
  const frame = { x: x + 1, y: y + 1, width: width - 2, height: height - 2, rx: 3 };
  const [cx, cy] = [x + width / 2, y + height / 2];
  const height_ = heightOf(group);
  if (group === null)
    return <rect {...frame} fill="none" stroke="#8a8a96" stroke-opacity="0.4" stroke-dasharray="2 3" />;
  if (height_ === null)
    return (
      <g>
        <rect {...frame} fill="none" stroke="#8a8a96" stroke-opacity="0.5" />
        {group.diverged > 0 && (
          <path d={`M${cx - 4} ${cy - 4}l8 8m0-8l-8 8`} stroke={divergedColor} stroke-width="2.2" fill="none" />
        )}
      </g>
    );
  const { fill, ink } = heatColor(height_, range);
  return (
    <g>
      <title>{cellText(group)}</title>
      <rect {...frame} fill={fill} />
      {hasText && (
        <text x={cx} y={cy + 4} text-anchor="middle" fill={ink}>
          {(100 * height_).toFixed(1)}
        </text>
      )}
    </g>
  );
}

function HeatTable({ map, against }: { readonly map: HeatMap; readonly against: string }) {
  return (
    <Framed label={`Means of ${map.title}`}>
      <table>
        <caption>{map.title}</caption>
        <thead>
          <tr>
            <th scope="col">{against} \ rate</th>
            {map.rates.map(({ text }) => (
              <th key={text} scope="col" class="number">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {map.rows.map(({ text }, at) => (
            <tr key={text}>
              <th scope="row">{text}</th>
              {map.cells[at]!.map((cell, column) => (
                <td key={map.rates[column]!.text} class="number">
                  {cell === null ? "not tried" : cellText(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Framed>
  );
}

function cellText(group: TrialGroup): string {
  if (group.diverged > 0) return "diverged";
  return group.validation === null ? nothing : formatPercentEstimate(group.validation);
}
