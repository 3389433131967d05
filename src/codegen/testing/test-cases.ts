/**
 * What a test of exported code holds it to: weights of the float64 interpreter on fixed gradients.
 *
 * Weights at the start and gradients are whole numbers of 1024ths, which every precision holds exactly. The rate is so large that the
 * weights move, for a default of 1e-4 would hide mistakes behind rounding.
 */
import { LabError } from "../../core/errors.ts";
import type { Nested } from "../../optimizers/trace-input.ts";
import { bindProgram } from "../../program/bind.ts";
import { interpret, leavesOf } from "../../program/interpret.ts";
import { parseProgram } from "../../program/parse.ts";
import type { Listing } from "../listing/listing.ts";

/** Settings, and weights after some of the steps. */
export interface TestRun {
  /** Of all that the listing has, by its names. */
  readonly hyperparameters: { readonly [name: string]: number | boolean };
  /** By number of step, of each tensor. */
  readonly expected: { readonly [step: string]: readonly Nested[] };
}

/** Data of a test. `start` and `gradients` are in parts of `unit`. */
export interface TestCases {
  readonly unit: number;
  readonly start: readonly Nested[];
  readonly gradients: readonly (readonly Nested[])[];
  readonly runs: readonly TestRun[];
}

const unit = 1024;
const steps = 12;
const totalSteps = 100;
const shapes = [[3, 4], [5], [2, 3, 2, 2], []];
const leaves = leavesOf(shapes);
const size = leaves.reduce((sum, leaf) => sum + leaf.size, 0);

/** How far the largest change of a weight should reach, and the rates among which the smallest that does is taken. */
const moved = 0.125;
const rates = Array.from({ length: 21 }, (_, i) => 2 ** (i - 8));

/**
 * The data for a listing. A second run turns on what is off: flags, and hyperparameters of 0; it is left out where
 * nothing is, where its weights are not finite, and with `keepsDefaults`. Errors: `test-not-finite`.
 */
export function createTestCases(
  listing: Listing,
  { keepsDefaults = false }: { readonly keepsDefaults?: boolean } = {},
): TestCases {
  const start = draw(0);
  const gradients = Array.from({ length: steps }, (_, i) => draw(i + 1));
  const runOf = (values: TestRun["hyperparameters"]): TestRun | null => findRun(listing, { values, start, gradients });
  const first = runOf({});
  if (first === null) {
    throw new LabError(
      "test-not-finite",
      `${listing.title} cannot be tested: on the gradients of the test its weights are not finite at any rate that moves them.`,
    );
  }
  const changed = keepsDefaults ? {} : changedValues(listing);
  const second = Object.keys(changed).length === 0 ? null : runOf(changed);
  return {
    unit,
    start: nested(start),
    gradients: gradients.map(nested),
    runs: second === null ? [first] : [first, second],
  };
}

/** Values that turn branches on: another flag, something instead of 0. */
function changedValues({ hyperparameters }: Listing): TestRun["hyperparameters"] {
  return Object.fromEntries(
    hyperparameters.flatMap(({ name, kind, default: value }): [string, number | boolean][] =>
      kind === "flag" ? [[name, !value]] : value === 0 ? [[name, moved]] : [],
    ),
  );
}

interface RunOf {
  readonly values: TestRun["hyperparameters"];
  readonly start: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

function findRun(listing: Listing, { values, start, gradients }: RunOf): TestRun | null {
  for (const rate of rates) {
    const lr = rate;
    const known: { readonly [name: string]: number } = { lr, peak_lr: lr, total_steps: totalSteps };
    const own = Object.fromEntries(
      listing.hyperparameters.map(({ name, default: value }) => [name, known[name] ?? values[name] ?? value!]),
    );
    const others = Object.entries({ ...listing.fixed, ...own }).filter(([name]) => !Object.hasOwn(known, name));
    const rule = bindProgram(parseProgram(listing.program), Object.fromEntries(others), listing.program);
    const facts = (step: number) => ({ step, lr, peakLr: lr, totalSteps });
    const scaled = (numbers: readonly number[]): number[] => numbers.map((each) => each / unit);
    const input = { leaves, w0: scaled(start), gradients: gradients.map(scaled), facts };
    const path = interpret(rule, input).map((weights) => [...weights]);
    const last = path.at(-1)!;
    if (!last.every(Number.isFinite)) return null;
    if (last.every((weight, i) => Math.abs(weight - start[i]! / unit) < moved) && rate !== rates.at(-1)) continue;
    const shown = (weights: readonly number[]): readonly Nested[] =>
      nested(weights.map((weight) => Number(weight.toPrecision(13))));
    return {
      hyperparameters: own,
      expected: { 1: shown(path[0]!), [steps]: shown(last) },
    };
  }
  return null;
}

/** Whole numbers within `unit`, none of them 0, by a hash of step and place. */
function draw(step: number): number[] {
  return Array.from({ length: size }, (_, place) => {
    let x = (12345 + 7919 * step + 1299709 * place) >>> 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b) >>> 0;
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35) >>> 0;
    x = (x ^ (x >>> 16)) >>> 0;
    const whole = (x % (2 * unit)) - unit;
    return whole === 0 ? unit : whole;
  });
}

function nested(flat: readonly number[]): readonly Nested[] {
  return leaves.map(({ offset, shape }) => shaped(flat.slice(offset), shape));
}

function shaped(flat: readonly number[], [extent, ...rest]: readonly number[]): Nested {
  if (extent === undefined) return flat[0]!;
  const stride = rest.reduce((product, each) => product * each, 1);
  return Array.from({ length: extent }, (_, i) => shaped(flat.slice(i * stride), rest));
}
