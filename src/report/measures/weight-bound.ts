/**
 * What the points of a run say of the bound that decay sets: from when on the weights lay inside, and where a promise was broken.
 */
import type { BoundRecord } from "../../records/records.ts";

/** Distance from the bound up to which weights count as inside. */
const rim = 1e-5;

/** Step of the first point from which on all lie within the bound; infinite where the last does not. */
export function insideAfter(points: readonly Pick<BoundRecord, "step" | "distance" | "largest">[]): number {
  const last = points.findLastIndex((point) => (point.distance ?? point.largest - 1) > rim);
  return points[last + 1]?.step ?? Number.POSITIVE_INFINITY;
}

/** Points at which something was promised, and those of them at which it did not hold, rounding to float32 allowed. */
export function keptPromises(points: readonly Pick<BoundRecord, "distance" | "promised" | "rounding">[]): {
  readonly promised: number;
  readonly broken: number;
} {
  const held = points.flatMap(({ distance, promised, rounding }) =>
    promised === null || distance === null ? [] : [distance <= promised + rounding],
  );
  return { promised: held.length, broken: held.filter((kept) => !kept).length };
}
