/**
 * Spaces of hyperparameters: what tuning chooses from, for one optimizer.
 *
 * A point of a space is a share from 0 to 1 for each of its dimensions, which is what samplers work with; 0.5 is the centre. Values are
 * numbers that a person would write, of three digits.
 */
import { z } from "zod";
import { LabError } from "../core/errors.ts";
import { tunedDecades } from "../optimizers/hyperparameters.ts";
import type { TunedKind } from "../optimizers/optimizer.ts";
import { decayAt, type TunedHyperparameter, tunedHyperparameters } from "../optimizers/tuned.ts";
import type { OptimizerConfig } from "../records/records.ts";

/** A space as a study file says it. */
export const spaceSchema = z
  .union([
    z.strictObject({
      centre: z.number().describe("Middle of the space."),
      decades: z.number().positive().max(12).optional().describe("Powers of ten from one end to the other."),
    }),
    z
      .strictObject({
        from: z.number().describe("Lower end."),
        to: z.number().describe("Upper end."),
        scale: z
          .enum(["log", "linear"])
          .describe("Even by ratios (log; of a share, by its distance from 1) or by distances."),
        points: z.never().optional(), // those make it a grid
      })
      .superRefine(({ from, to }, context) => {
        if (from >= to)
          context.addIssue({ code: "custom", message: `a space goes upwards, but this one from ${from} to ${to}` });
      }),
  ])
  .describe("What tuning chooses from: {centre, decades} or {from, to, scale}.");

/** See `spaceSchema`. */
export type SpaceForm = z.output<typeof spaceSchema>;

/** What varies of an optimizer's settings. `log-distance`: even by ratios of the distance from 1. */
export type Dimension = { readonly name: string } & (
  | { readonly axis: "log" | "linear" | "log-distance"; readonly from: number; readonly to: number }
  | { readonly axis: "choice"; readonly values: readonly (number | boolean)[] }
);

/** What an optimizer is tuned over; `lr` is a dimension as others are. */
export interface Space {
  readonly dimensions: readonly Dimension[];
  /** Values that a study fixes. */
  readonly fixed: { readonly [name: string]: number | boolean };
}

/** A place in a space: for each dimension a share of its way, 0 … 1. */
export type SpacePoint = readonly number[];

/** What a space is made from: an entry of a study. */
export interface SpaceRequest {
  readonly name: string;
  /** Of a program file, where it is known. */
  readonly text?: string | undefined;
  readonly label: string;
  readonly convention: OptimizerConfig["convention"];
  /** Lists of values by name; one value is fixed. */
  readonly grids: { readonly [name: string]: readonly (number | boolean)[] };
  readonly spaces: { readonly [name: string]: SpaceForm };
}

/**
 * The space of an entry: what it says, and for what it leaves out the library's ranges.
 * Errors: `no-centre` where nobody knows a rate; `bad-space`; those of `resolveOptimizer`.
 */
export function spaceOf({ name, text, label, convention, grids, spaces }: SpaceRequest): Space {
  const tuned = tunedHyperparameters({ name, text }, convention, middles({ grids, spaces }));
  const rate = centreOf(spaces.lr) ?? middleOf(grids.lr) ?? tuned.lr?.centre ?? null;
  const left = Object.keys(tuned).filter((key) => grids[key] === undefined && spaces[key] === undefined);
  const dimensions = [
    ...Object.entries(spaces).map(([key, form]) => dimensionOf(key, { form, kind: tuned[key]?.kind, label })),
    ...Object.entries(grids).flatMap(([key, values]) =>
      values.length > 1 ? [{ name: key, axis: "choice" as const, values }] : [],
    ),
    ...left.map((key) => usualDimension(key, { tuned: tuned[key]!, rate, label })),
  ];
  const order = (key: string): number =>
    key === "lr" ? -1 : [...Object.keys(tuned), ...Object.keys(grids)].indexOf(key);
  return {
    dimensions: dimensions.sort((a, b) => order(a.name) - order(b.name)),
    fixed: Object.fromEntries(
      Object.entries(grids).flatMap(([key, values]) => (values.length === 1 ? [[key, values[0]!]] : [])),
    ),
  };
}

/** The settings at a point. */
export function settingsAt(
  { dimensions, fixed }: Space,
  point: SpacePoint,
): { readonly [name: string]: number | boolean } {
  const varied = dimensions.map((dimension, i) => [dimension.name, valueAt(dimension, point[i]!)] as const);
  return { ...fixed, ...Object.fromEntries(varied) };
}

/** The middle of every dimension; of values that are listed the middle one. */
export function centrePoint({ dimensions }: Space): SpacePoint {
  return dimensions.map((dimension) =>
    dimension.axis === "choice" ? (Math.floor((dimension.values.length - 1) / 2) + 0.5) / dimension.values.length : 0.5,
  );
}

/** The value at a share of a dimension's way: three digits of it, or of its distance from 1. */
export function valueAt(dimension: Dimension, share: number): number | boolean {
  const t = Math.min(1, Math.max(0, share));
  switch (dimension.axis) {
    case "choice":
      return dimension.values[Math.min(dimension.values.length - 1, Math.floor(t * dimension.values.length))]!;
    case "linear":
      return rounded(dimension.from + t * (dimension.to - dimension.from));
    case "log":
      return rounded(dimension.from * (dimension.to / dimension.from) ** t);
    case "log-distance": {
      const [first, last] = [1 - dimension.from, 1 - dimension.to];
      return Number((1 - rounded(first * (last / first) ** t)).toPrecision(12));
    }
  }
}

/** The share at which a dimension has a value: what `valueAt` undoes, but for its rounding. */
export function shareAt(dimension: Dimension, value: number | boolean): number {
  if (dimension.axis === "choice") return (dimension.values.indexOf(value) + 0.5) / dimension.values.length;
  const { axis, from, to } = dimension;
  const along = (x: number): number => (axis === "linear" ? x : Math.log(axis === "log" ? x : 1 - x));
  return (along(Number(value)) - along(from)) / (along(to) - along(from));
}

function dimensionOf(
  name: string,
  { form, kind, label }: { readonly form: SpaceForm; readonly kind: TunedKind | undefined; readonly label: string },
): Dimension {
  if ("centre" in form) {
    const { centre, decades = tunedDecadesOf(kind) } = form;
    return ranged(name, { kind, centre, decades, label });
  }
  const { from, to, scale } = form;
  const axis = scale === "linear" ? scale : kind === "share" ? "log-distance" : "log";
  if ((axis === "log" && from <= 0) || (axis === "log-distance" && to >= 1))
    throw badSpace(label, name, axis === "log" ? "a logarithmic space needs ends above 0" : "a share stays below 1");
  return { name, axis, from, to };
}

function tunedDecadesOf(kind: TunedKind | undefined): number {
  return kind === undefined ? 2 : tunedDecades[kind];
}

function usualDimension(
  name: string,
  {
    tuned: { kind, centre, decades },
    rate,
    label,
  }: { readonly tuned: TunedHyperparameter; readonly rate: number | null; readonly label: string },
): Dimension {
  const middle = kind === "decay" ? decayAt(rate) : centre;
  if (middle !== null) return ranged(name, { kind, centre: middle, decades, label });
  throw new LabError(
    "no-centre",
    `Nobody knows a usual ${name} of the program ${label}: give its entry one to look around, such as ${name}: { centre: 0.001, decades: 3 }.`,
    { label, name },
  );
}

function ranged(
  name: string,
  {
    kind,
    centre,
    decades,
    label,
  }: {
    readonly kind: TunedKind | undefined;
    readonly centre: number;
    readonly decades: number;
    readonly label: string;
  },
): Dimension {
  const factor = 10 ** (decades / 2);
  if (kind === "share") {
    if (centre < 0 || centre >= 1)
      throw badSpace(label, name, `its centre must be at least 0 and below 1, but is ${centre}`);
    const distance = 1 - centre;
    return { name, axis: "log-distance", from: 1 - Math.min(1, distance * factor), to: 1 - distance / factor };
  }
  if (centre <= 0) throw badSpace(label, name, `its centre must be above 0, but is ${centre}`);
  return { name, axis: "log", from: centre / factor, to: centre * factor };
}

function badSpace(label: string, name: string, sentence: string): LabError {
  return new LabError(
    "bad-space",
    `The space of ${name} of the optimizer "${label}" cannot be tuned over: ${sentence}.`,
    {
      label,
      name,
    },
  );
}

function centreOf(form: SpaceForm | undefined): number | null {
  if (form === undefined) return null;
  return "centre" in form ? form.centre : Math.sqrt(form.from * form.to);
}

/** A value for everything that an entry speaks of. */
function middles({ grids, spaces }: Pick<SpaceRequest, "grids" | "spaces">): Record<string, number | boolean> {
  const ofSpaces = Object.entries(spaces).map(([key, form]) => [key, "centre" in form ? form.centre : form.to]);
  return {
    ...Object.fromEntries(ofSpaces),
    ...Object.fromEntries(Object.entries(grids).map(([key, [first]]) => [key, first!])),
  };
}

function middleOf(values: readonly (number | boolean)[] | undefined): number | null {
  const value = values?.[Math.floor((values.length - 1) / 2)];
  return typeof value === "number" ? value : null;
}

function rounded(x: number): number {
  return Number(x.toPrecision(3));
}
