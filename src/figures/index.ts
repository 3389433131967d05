/** The figures of `lionlab lionk figures`, in the order of the page; one file each, one line here. */
import { LabError } from "../core/errors.ts";
import type { Figure } from "./figure.ts";
import { gapBoundFigure } from "./gap-bound.ts";
import { lyapunovFallFigure } from "./lyapunov-fall.ts";
import { lyapunovHeightsFigure } from "./lyapunov-heights.ts";
import { newtonSchulzMapFigure } from "./newton-schulz-map.ts";
import { optimalControlFigure } from "./optimal-control.ts";
import { paretoFigure } from "./pareto.ts";
import { phaseOneFigure } from "./phase-one.ts";
import { trajectoriesFigure } from "./trajectories.ts";
import { weightBoundFigure } from "./weight-bound.ts";
import { weightHistogramsFigure } from "./weight-histograms.ts";

/** All figures. */
export const figures: readonly Figure[] = [
  trajectoriesFigure,
  lyapunovHeightsFigure,
  phaseOneFigure,
  lyapunovFallFigure,
  weightHistogramsFigure,
  weightBoundFigure,
  paretoFigure,
  optimalControlFigure,
  newtonSchulzMapFigure,
  gapBoundFigure,
];

/** The figures named, in the order of the page; all where none is. Errors: `unknown-figure`. */
export function figuresNamed(names: readonly string[] | undefined): readonly Figure[] {
  if (names === undefined) return figures;
  const wanted = names.map((name) => name.toUpperCase());
  const known = figures.map(({ id }) => id);
  const unknown = names.find((_, i) => !known.includes(wanted[i]!));
  if (unknown !== undefined) {
    throw new LabError("unknown-figure", `There is no figure "${unknown}"; there are ${known.join(", ")}.`, {
      unknown,
    });
  }
  return figures.filter(({ id }) => wanted.includes(id));
}
