/** The legend of the learning curves: a line's name and its figures at the cursor; a click leaves it alone in the figures. */
import type { Signal } from "@preact/signals";
import type { PlotLine } from "../../parts/line-plot.tsx";
import type { PickedLine } from "../picked-lines.ts";
import { lossText } from "../trial-text.ts";
import { type CurveAxis, type Measure, valueAt } from "./curve-lines.ts";
import { Swatch } from "./swatch.tsx";

/** What the legend shows and tells. */
interface CurveLegendProps {
  readonly lines: readonly PickedLine[];
  /** Lines that it has room for. */
  readonly room: number;
  readonly drawn: Readonly<Record<Measure, readonly PlotLine[]>>;
  readonly axis: CurveAxis;
  readonly cursor: Signal<number | null>;
  readonly isolated: string | null;
  readonly onIsolate: (key: string) => void;
}

/** Heights in pixels, as in the style sheet. */
const [headHeight, lineHeight, mostHeight] = [34, 28, 236];

/** The legend. Without a cursor, the figures are those at the ends of the lines. */
export function CurveLegend({ lines, room, drawn, axis, cursor, isolated, onIsolate }: CurveLegendProps) {
  const place = cursor.value;
  const unit = axis === "seconds" ? "second" : axis;
  return (
    <div class="legend" style={{ minHeight: `${Math.min(mostHeight, headHeight + lineHeight * room)}px` }}>
      <table>
        <thead>
          <tr>
            <th scope="col">{place === null ? "at the end" : `at ${unit} ${Math.round(place)}`}</th>
            <th scope="col">validation</th>
            <th scope="col">val. loss</th>
            <th scope="col">train loss</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, name, place: own }) => (
            <tr key={key} class={isolated !== null && isolated !== key ? "off" : undefined}>
              <th scope="row">
                <button type="button" aria-pressed={isolated === key} onClick={() => onIsolate(key)}>
                  <Swatch place={own} />
                  {name}
                </button>
              </th>
              <td>{percentText(figure(drawn.validationAccuracy, { key, place }))}</td>
              <td>{lossText(figure(drawn.validationLoss, { key, place }))}</td>
              <td>{lossText(figure(drawn.trainLoss, { key, place }))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function figure(
  lines: readonly PlotLine[],
  { key, place }: { readonly key: string; readonly place: number | null },
): number | null {
  const line = lines.find((one) => one.key === key);
  if (line === undefined) return null;
  return place === null ? (line.y.at(-1) ?? null) : valueAt(line, place);
}

function percentText(percent: number | null): string {
  return percent === null ? "–" : `${percent.toFixed(2)} %`;
}
