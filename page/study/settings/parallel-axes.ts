/**
 * The axes of parallel coordinates: what each trial has of optimizer, rate, every hyperparameter that varies, epochs, seed, validation and test, as a place
 * between 0 (low) and 1 (high).
 */
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { settingAxis } from "../../../src/report/measures/setting-axis.ts";
import { evenTicks, powerTicks } from "../../parts/plot/ticks.ts";
import { commonFields, hyperparameterField, isVaried, type TrialField, variedHyperparameters } from "../fields.ts";
import type { Brushed } from "../rows-shown.ts";
import type { Range } from "../view-state.ts";

/** An axis. Its numbers are the values themselves; of names their positions, of truth values 0 and 1. */
export interface ParallelAxis extends Brushed {
  readonly title: string;
  readonly ends: Range;
  /** Place of a number, 0..1. */
  readonly place: (value: number) => number;
  /** The number at a place. */
  readonly at: (place: number) => number;
  readonly text: (value: number) => string;
  /** Numbers that are written beside it. */
  readonly marks: readonly number[];
  /** All of its numbers in rising order, where they are few: keys go from one to the next. */
  readonly stops: readonly number[] | null;
}

/** Numbers up to which keys stop at each. */
const mostStops = 60;

/** Most marks beside an axis. */
const mostMarks = 7;

/** The axes of trials, from left to right. An axis on which all are alike is left out, but for the rate and validation. */
export function parallelAxes(rows: readonly TrialRow[]): readonly ParallelAxis[] {
  const { optimizer, lr, epochs, seed, validation, test } = commonFields;
  const varied = (field: TrialField): readonly TrialField[] => (isVaried(rows, field) ? [field] : []);
  const fields = [
    ...varied(optimizer),
    lr,
    ...variedHyperparameters(rows).map(hyperparameterField),
    ...varied(epochs),
    ...varied(seed),
    validation,
    ...varied(test),
  ];
  return fields.flatMap((field) => axisOf(field, rows));
}

function axisOf(field: TrialField, rows: readonly TrialRow[]): readonly ParallelAxis[] {
  const values = new Set(rows.map(field.value));
  values.delete(null);
  const known = [...values];
  if (known.length === 0) return [];
  if (known.every((value) => typeof value === "number")) return [numberAxis(field, known as number[])];
  return [namedAxis(field, known.map(String).sort(bools))];
}

/** `false` before `true`; names as they come. */
function bools(a: string, b: string): number {
  return (a === "true" || a === "false") && (b === "true" || b === "false") ? a.localeCompare(b) : 0;
}

function namedAxis({ name, title, value }: TrialField, names: readonly string[]): ParallelAxis {
  const position = new Map(names.map((text, at) => [text, at]));
  const last = names.length - 1;
  const all = names.map((_, at) => at);
  return {
    ...{ name, title, ends: [0, last], stops: all, marks: all },
    numberOf: (row) => {
      const own = value(row);
      return own === null ? null : (position.get(String(own)) ?? null);
    },
    place: (at) => (last === 0 ? 0.5 : at / last),
    at: (place) => place * last,
    text: (at) => names[Math.round(at)] ?? "",
  };
}

function numberAxis({ name, title, value, text }: TrialField, values: readonly number[]): ParallelAxis {
  const sorted = [...Float64Array.from(values).sort()];
  const ends: Range = [sorted[0]!, sorted.at(-1)!];
  const powers = ends[0] > 0 && (name === commonFields.lr.name || settingAxis(ends).kind === "powers");
  const scale = powers ? Math.log : (number: number): number => number;
  const back = powers ? Math.exp : (number: number): number => number;
  const [low, high] = ends.map(scale) as [number, number];
  const ticks = (powers ? powerTicks : evenTicks)(ends, mostMarks - 1);
  return {
    ...{ name, title, ends, text },
    numberOf: (row) => value(row) as number | null,
    place: (number) => (high === low ? 0.5 : (scale(number) - low) / (high - low)),
    at: (place) => (place <= 0 ? ends[0] : place >= 1 ? ends[1] : back(low + place * (high - low))),
    marks: sorted.length <= mostMarks ? sorted : ticks,
    stops: sorted.length <= mostStops ? sorted : null,
  };
}

/** The next number that a key leads to: the next of few, else a fiftieth of the axis further. */
export function stepFrom(axis: ParallelAxis, value: number, by: number): number {
  const { stops, ends } = axis;
  if (stops === null) return axis.at(Math.min(1, Math.max(0, axis.place(value) + by / 50)));
  if (by > 0) return stops.filter((stop) => stop > value)[by - 1] ?? ends[1];
  return stops.filter((stop) => stop < value).at(by) ?? ends[0];
}

/** A brush without what reaches to the end of its axis: null where it holds back nothing. */
export function brushOf(axis: ParallelAxis, [low, high]: Range): Range | null {
  return low <= axis.ends[0] && high >= axis.ends[1] ? null : [low, high];
}
