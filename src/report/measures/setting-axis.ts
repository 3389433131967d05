/**
 * The axis of a setting that was varied: where its values stand between its ends.
 */
import { largest, smallest } from "../../core/extremes.ts";

/** An axis from 0 to 1. */
export interface SettingAxis {
  /** `powers`: by logarithm; `even`: as they are; `named`: side by side, such as true and false. */
  readonly kind: "powers" | "even" | "named";
  /** Place of a value, 0 … 1. */
  readonly place: (value: number | boolean) => number;
  /** Values that are written beside the axis, in rising order. */
  readonly marks: readonly (number | boolean)[];
}

/** Largest value over smallest from which on an axis goes by powers. */
const wide = 20;

/** The axis that holds these values, which are of one kind: numbers or truth values. */
export function settingAxis(values: readonly (number | boolean)[]): SettingAxis {
  if (values.some((value) => typeof value === "boolean")) {
    return { kind: "named", place: (value) => (value === true ? 1 : 0), marks: [false, true] };
  }
  const numbers = values as readonly number[];
  const [low, high] = [smallest(numbers), largest(numbers)];
  const powers = low > 0 && high / low >= wide;
  const scale = powers ? Math.log : (value: number): number => value;
  const [from, to] = [scale(low), scale(high)];
  const back = (share: number): number => {
    const value = from + share * (to - from);
    return powers ? Math.exp(value) : value;
  };
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  return {
    kind: powers ? "powers" : "even",
    place: (value) => (to === from ? 0.5 : (scale(Number(value)) - from) / (to - from)),
    marks: distinct.length <= 6 ? distinct : [0, 0.25, 0.5, 0.75, 1].map(back),
  };
}
