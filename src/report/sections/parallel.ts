/**
 * Parallel coordinates: an axis for each setting that was varied and one for accuracy, and a line for each point that was tried.
 */
import type { TopLevelSpec } from "vega-lite";
import { formatPercent } from "../format.ts";
import { settingAxis } from "../measures/setting-axis.ts";
import { divergedColor, ink } from "../theme.ts";
import type { Tuned, TunedPoint } from "../tuned.ts";
import { chartSpec } from "./chart.ts";
import { colourOf } from "./setting-plane.ts";
import { settingText } from "./setting-text.ts";

/** What a figure shows; see `SettingPlane`. */
export interface Parallel {
  readonly range: readonly [number, number];
  readonly describe: (point: TunedPoint, names: readonly string[]) => string;
}

/** Most lines: the best half of so many, and the rest from the others at even distances. */
const mostLines = 160;

const accuracyAxis = "accuracy";

/** The figure. */
export function parallelSpec({ points, varied }: Tuned, { range, describe }: Parallel): TopLevelSpec {
  const shown = thinned(
    [...points]
      .filter(({ accuracy }) => !Number.isNaN(accuracy))
      .sort((a, b) => (a.accuracy < b.accuracy ? 1 : a.accuracy > b.accuracy ? -1 : 0)),
  );
  const axes = varied.map((name) => ({ name, axis: settingAxis(shown.map(({ settings }) => settings[name]!)) }));
  const [low, high] = range;
  const height = (accuracy: number): number => Math.max(0, (accuracy - low) / (high - low));
  const rows = shown.flatMap((point, line) => {
    const { settings, accuracy } = point;
    const finite = Number.isFinite(accuracy);
    const common = { line, z: finite ? accuracy : null, best: line === 0, description: describe(point, varied) };
    const places = axes.map(({ name, axis }) => ({ axis: name, place: axis.place(settings[name]!) }));
    return [...places, { axis: accuracyAxis, place: height(accuracy) }].map((at) => ({ ...common, ...at }));
  });
  const marks = [
    ...axes.flatMap(({ name, axis }) =>
      axis.marks.map((value) => ({ axis: name, place: axis.place(value), text: settingText(value) })),
    ),
    ...[low, (low + high) / 2, high].map((value) => ({
      axis: accuracyAxis,
      place: height(value),
      text: formatPercent(value),
    })),
  ];
  return chartSpec(layersOf({ rows, marks, names: [...varied, accuracyAxis], range }), { height: 290 });
}

function layersOf({
  rows,
  marks,
  names,
  range,
}: {
  readonly rows: readonly { readonly z: number | null; readonly best: boolean; readonly axis: string }[];
  readonly marks: readonly object[];
  readonly names: readonly string[];
  readonly range: readonly [number, number];
}): readonly object[] {
  const x = {
    field: "axis",
    type: "nominal",
    sort: names,
    title: null,
    scale: { type: "point", padding: 0.35 },
    axis: { labelAngle: 0, domain: false, ticks: false, labelFontWeight: 600, labelPadding: 8, labelLimit: 110 },
  };
  const bottomless = { type: "quantitative", axis: null, scale: { domain: [0, 1], nice: false } };
  const y = { ...bottomless, field: "place" };
  const color = { ...colourOf(range), legend: null };
  const detail = { field: "line", type: "nominal" };
  const description = { field: "description" };
  const lines = (values: readonly object[], mark: object, encoding: object): object => ({
    data: { values: values.map((row) => ({ ...row, order: names.indexOf((row as { axis: string }).axis) })) },
    mark: { type: "line", strokeJoin: "round", ...mark },
    encoding: { x, y, detail, order: { field: "order", type: "quantitative" }, ...encoding },
  });
  const finite = rows.filter(({ z }) => z !== null);
  return [
    {
      data: { values: names.map((axis) => ({ axis })) },
      mark: { type: "rule", strokeWidth: 1, color: "#8a8a96", aria: false },
      encoding: { x, y: { ...bottomless, datum: 0 }, y2: { datum: 1 } },
    },
    lines(
      rows.filter(({ z }) => z === null),
      { strokeWidth: 1, opacity: 0.45, color: divergedColor, strokeDash: [3, 3], aria: false },
      {},
    ),
    lines(finite.filter(({ best }) => !best).toReversed(), { strokeWidth: 1.4, opacity: 0.75, aria: false }, { color }),
    lines(
      finite.filter(({ best }) => best),
      { strokeWidth: 4, aria: false },
      { color },
    ),
    {
      data: { values: finite },
      mark: { type: "point", filled: true, size: 30, opacity: 0 },
      encoding: { x, y, color, description },
    },
    {
      data: { values: marks },
      mark: { type: "text", align: "left", dx: 5, fontSize: 10.5, fontWeight: 600, color: ink, aria: false },
      encoding: { x, y, text: { field: "text" } },
    },
  ];
}

function thinned(points: readonly TunedPoint[]): readonly TunedPoint[] {
  if (points.length <= mostLines) return points;
  const [best, others] = [points.slice(0, mostLines / 2), points.slice(mostLines / 2)];
  const every = others.length / (mostLines / 2);
  return [...best, ...Array.from({ length: mostLines / 2 }, (_, i) => others[Math.floor(i * every)]!)];
}
