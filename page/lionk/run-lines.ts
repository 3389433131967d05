/** A run over its steps, as lines of figures. */
import { phaseOneFactor } from "../../src/lionk/certificates.ts";
import type { SolveOptions } from "../../src/lionk/solve.ts";
import type { TracePoint } from "../../src/lionk/trace.ts";

/** Values over the steps; null where there is none that can be drawn. */
export interface RunLine {
  readonly key: string;
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** The lines of the figures. */
export interface RunLines {
  /** f, F and H. */
  readonly heights: readonly RunLine[];
  /** The distance of lambda x from the set, and what is promised of it. */
  readonly distances: readonly RunLine[];
  /** The gap. */
  readonly gaps: readonly RunLine[];
}

/** The lines of a run. */
export function runLines(
  points: readonly TracePoint[],
  { lambda, decay }: Pick<SolveOptions, "lambda" | "decay">,
): RunLines {
  const x = points.map(({ step }) => step);
  const line = (key: string, name: string, of: (point: TracePoint) => number, least = 0): RunLine => ({
    ...{ key, name, x },
    y: points.map((point) => drawable(of(point), least)),
  });
  let allowed = points[0]?.distance ?? 0;
  const envelope = points.map((_, at) => {
    if (at > 0) allowed *= phaseOneFactor(points[at - 1]!.eta, lambda, decay);
    return drawable(allowed, smallest);
  });
  return {
    heights: [
      line("f", "f", ({ f }) => f),
      line("F", "F = f + K*(λx)/λ", ({ objective }) => objective),
      line("H", "H, the Lyapunov function", ({ lyapunov }) => lyapunov),
    ],
    distances: [
      line("distance", "distance of λx from the set", ({ distance }) => distance, smallest),
      { key: "envelope", name: "at most, by the theory", x, y: envelope },
    ],
    gaps: [line("gap", "gap / λ", ({ gap }) => gap / lambda, smallest)],
  };
}

/** Of lines by powers of ten, below which is rounding; and of all, beyond which a run is lost. */
const [smallest, largest] = [1e-14, 1e12];

/** Whether a figure of these lines has anything to show. */
export function hasValues(lines: readonly RunLine[]): boolean {
  return lines.some(({ y }) => y.some((value) => value !== null));
}

/** A value; null where it is too large for a figure, or below `least` on one by powers. */
function drawable(value: number, least: number): number | null {
  return Math.abs(value) <= largest && (least === 0 || value >= least) ? value : null;
}
