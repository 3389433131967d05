/**
 * A map of accuracy over two settings: cells where the points make a grid, dots where they are scattered.
 */
import type { TopLevelSpec } from "vega-lite";
import { type SettingAxis, settingAxis } from "../measures/setting-axis.ts";
import { divergedColor, heightColors, ink } from "../theme.ts";
import type { TunedPoint } from "../tuned.ts";
import { chartSpec } from "./chart.ts";
import { settingText } from "./setting-text.ts";

/** What a map shows. `x`, `y`: names of the settings; `range`: accuracies of the lowest and the highest colour. */
export interface SettingPlane {
  readonly x: string;
  readonly y: string;
  readonly range: readonly [number, number];
  readonly describe: (point: TunedPoint, names: readonly string[]) => string;
}

/** Most values of a setting in a grid. */
const mostValues = 12;

/** The figure. */
export function planeSpec(points: readonly TunedPoint[], { x, y, range, describe }: SettingPlane): TopLevelSpec {
  const rising = [...points].filter(({ accuracy }) => !Number.isNaN(accuracy)).sort(byAccuracy);
  const grid = isGrid(rising, x, y);
  const axes = { x: mapAxis(valuesOf(rising, x), grid), y: mapAxis(valuesOf(rising, y), grid) };
  const values = rising.map((point) => {
    const at = { x: axes.x.place(point.settings[x]!), y: axes.y.place(point.settings[y]!) };
    const z = Number.isFinite(point.accuracy) ? point.accuracy : null;
    return { ...at, ...cellOf(at), z, description: describe(point, [x, y]) };
  });
  const across = channelOf("x", { title: x, axis: axes.x });
  const up = channelOf("y", { title: y, axis: axes.y });
  const known = values.filter(({ z }) => z !== null);
  const description = { field: "description" };
  const color = colourOf(range);
  const sides = {
    x: { ...across, field: "xFrom" },
    x2: { field: "xTo" },
    y: { ...up, field: "yFrom" },
    y2: { field: "yTo" },
  };
  return chartSpec(
    [
      grid
        ? {
            data: { values: known },
            mark: { type: "rect", strokeWidth: 0 },
            encoding: { ...sides, color, description },
          }
        : {
            data: { values: known },
            mark: { type: "point", filled: true, size: 130, opacity: 1 },
            encoding: { x: across, y: up, color, description },
          },
      {
        data: { values: values.filter(({ z }) => z === null) },
        mark: { type: "point", shape: "cross", angle: 45, filled: true, size: 60, opacity: 1, color: divergedColor },
        encoding: { x: across, y: up, description },
      },
      {
        data: { values: known.slice(-1) },
        mark: { type: "point", filled: false, size: 260, strokeWidth: 2, opacity: 1, color: ink, aria: false },
        encoding: { x: across, y: up },
      },
    ],
    { height: 290 },
  );
}

/** An axis with the ends that a map has. */
interface MapAxis extends Pick<SettingAxis, "place" | "marks"> {
  readonly domain: readonly [number, number];
}

/** Of a grid, values stand side by side at equal distances 1. */
function mapAxis(values: readonly (number | boolean)[], grid: boolean): MapAxis {
  if (!grid) return { ...settingAxis(values), domain: [-0.04, 1.04] };
  const marks = [...new Set(values)].sort((a, b) => Number(a) - Number(b));
  return { marks, place: (value) => marks.indexOf(value), domain: [-0.5, marks.length - 0.5] };
}

function cellOf({ x, y }: { readonly x: number; readonly y: number }): object {
  return { xFrom: x - 0.5, xTo: x + 0.5, yFrom: y - 0.5, yTo: y + 0.5 };
}

/** The colour channel of accuracies. */
export function colourOf(range: readonly [number, number]): object {
  const legend = {
    orient: "bottom",
    direction: "horizontal",
    title: "validation accuracy",
    format: ".3~p",
    gradientLength: 220,
  };
  return { field: "z", type: "quantitative", scale: { domain: range, range: heightColors, clamp: true }, legend };
}

function byAccuracy(a: TunedPoint, b: TunedPoint): number {
  return a.accuracy < b.accuracy ? -1 : a.accuracy > b.accuracy ? 1 : 0;
}

function valuesOf(points: readonly TunedPoint[], name: string): readonly (number | boolean)[] {
  return points.map(({ settings }) => settings[name]!);
}

/** Whether every value of the one was tried with every value of the other, and they are few. */
function isGrid(points: readonly TunedPoint[], x: string, y: string): boolean {
  const [across, up] = [new Set(valuesOf(points, x)).size, new Set(valuesOf(points, y)).size];
  const cells = new Set(points.map(({ settings }) => `${settings[x]} ${settings[y]}`)).size;
  return across <= mostValues && up <= mostValues && cells === across * up;
}

/** An axis with the settings' values beside it. */
function channelOf(
  field: "x" | "y",
  { title, axis: { marks, place, domain } }: { readonly title: string; readonly axis: MapAxis },
): object {
  const texts = Object.fromEntries(marks.map((value) => [place(value).toFixed(4), settingText(value)]));
  const labelExpr = `(${JSON.stringify(texts)})[format(datum.value, '.4f')]`;
  const axis = { values: marks.map(place), labelExpr, grid: false };
  return { field, type: "quantitative", title, scale: { domain, nice: false, zero: false }, axis };
}
