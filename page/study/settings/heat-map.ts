/**
 * Maps of mean validation accuracy over the rate and another setting, one for each optimizer, all with one scale of colours.
 *
 * A cell is the mean over seeds of the best of the settings that share its rate and its other value. Where no such trial is, there is a gap.
 */
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { groupBy } from "../../../src/report/study-view.ts";
import { heightColors } from "../../../src/report/theme.ts";
import { commonFields, type FieldValue, settingText, type TrialField } from "../fields.ts";
import { bestGroup } from "../table/buckets.ts";
import { groupTrials, type TrialGroup } from "../table/trial-groups.ts";

/** A place on an axis of a map. */
export interface HeatTick {
  readonly text: string;
}

/** A map; `cells` by row (from the lowest value up), then by rate. */
export interface HeatMap {
  readonly title: string;
  readonly rates: readonly HeatTick[];
  readonly rows: readonly HeatTick[];
  readonly cells: readonly (readonly (TrialGroup | null)[])[];
}

/** Values of an axis up to which each has a place of its own; more are taken together. */
const mostValues = 24;

/** Places of an axis whose values are taken together. */
const bins = 12;

/** The maps: where the other setting is the optimizer, one with a row for each. Trials that lack a value are in none. */
export function heatMaps(rows: readonly TrialRow[], field: TrialField): readonly HeatMap[] {
  const groups = groupTrials(rows).filter(
    ({ rows: own }) => Number.isFinite(own[0]!.lr) && field.value(own[0]!) !== null,
  );
  const { optimizer } = commonFields;
  if (field.name === optimizer.name) return groups.length === 0 ? [] : [mapOf("All optimizers", groups, field)];
  return [...groupBy(groups, ({ rows: [first] }) => first!.label)].map(([label, own]) => mapOf(label, own, field));
}

function mapOf(title: string, groups: readonly TrialGroup[], field: TrialField): HeatMap {
  const rate = placesOf(groups.map(({ rows }) => rows[0]!.lr));
  const other = placesOf(groups.map(({ rows }) => field.value(rows[0]!)));
  const cells = other.ticks.map(() => rate.ticks.map((): TrialGroup[] => []));
  for (const group of groups)
    cells[other.placeOf(field.value(group.rows[0]!))]![rate.placeOf(group.rows[0]!.lr)]!.push(group);
  return {
    title,
    rates: rate.ticks,
    rows: other.ticks,
    cells: cells.map((row) => row.map((own) => (own.length === 0 ? null : bestGroup(own)))),
  };
}

interface Places {
  readonly ticks: readonly HeatTick[];
  readonly placeOf: (value: FieldValue) => number;
}

function placesOf(values: readonly FieldValue[]): Places {
  const distinct = [...new Set(values)];
  const numbers = distinct.every((value) => typeof value === "number")
    ? (distinct as number[]).sort((a, b) => a - b)
    : null;
  if (numbers === null || numbers.length <= mostValues) {
    const sorted: readonly FieldValue[] = numbers ?? distinct;
    return { ticks: sorted.map((value) => ({ text: settingText(value) })), placeOf: (value) => sorted.indexOf(value) };
  }
  return binsOf(numbers);
}

/** Bins of equal width, by powers where all is above 0. */
function binsOf(sorted: readonly number[]): Places {
  const powers = sorted[0]! > 0;
  const scale = powers ? Math.log : (value: number): number => value;
  const back = powers ? Math.exp : (value: number): number => value;
  const [low, high] = [scale(sorted[0]!), scale(sorted.at(-1)!)];
  const middle = (bin: number): number => back(low + ((bin + 0.5) / bins) * (high - low));
  return {
    ticks: Array.from({ length: bins }, (_, bin) => ({ text: `≈ ${settingText(middle(bin))}` })),
    placeOf: (value) => Math.min(bins - 1, Math.floor(((scale(Number(value)) - low) / (high - low)) * bins)),
  };
}

/** Mean of a cell; null where it is not known, or a seed diverged. */
export function heightOf(group: TrialGroup | null): number | null {
  const value = group?.validation?.value;
  return value === undefined || !Number.isFinite(value) ? null : value;
}

/** The lowest and the highest mean of all maps: the ends of the scale of colours. Null where there is none. */
export function heatRange(maps: readonly HeatMap[]): readonly [number, number] | null {
  const heights = maps.flatMap(({ cells }) => cells.flat().flatMap((cell) => heightOf(cell) ?? []));
  return heights.length === 0 ? null : [Math.min(...heights), Math.max(...heights)];
}

/** The colour of a value as `#rrggbb`, and one that can be read on it. */
export function heatColor(
  value: number,
  [low, high]: readonly [number, number],
): { readonly fill: string; readonly ink: string } {
  const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 1;
  const at = share * (heightColors.length - 1);
  const below = Math.min(heightColors.length - 2, Math.floor(at));
  const [one, other] = [channels(heightColors[below]!), channels(heightColors[below + 1]!)];
  const mixed = one.map((channel, i) => Math.round(channel + (at - below) * (other[i]! - channel)));
  return {
    fill: `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`,
    ink: luminance(mixed) > 0.2 ? "#16151c" : "#ffffff",
  };
}

function channels(color: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

/** Relative luminance, 0..1 (WCAG 2.2). */
function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
