/** What surfaces were drawn from, as rows. */
import type { SurfaceGrid } from "../../../src/report/document.ts";

/** Measured points of an optimizer. */
export interface MeasuredSurface {
  readonly label: string;
  readonly grid: SurfaceGrid;
}

/** Rows for a file: a head, then a row for each point; accuracies 0..1. */
export function surfaceRows(surfaces: readonly MeasuredSurface[]): readonly (readonly (string | number)[])[] {
  const rows = surfaces.flatMap(({ label, grid: { rates, epochs, z } }) =>
    rates.flatMap((rate, j) =>
      epochs.flatMap((epoch, i) => {
        const height = z[i]![j] ?? null;
        return height === null ? [] : [[label, rate, epoch, height]];
      }),
    ),
  );
  return [["optimizer", "lr", "epoch", "validation_accuracy"], ...rows];
}
