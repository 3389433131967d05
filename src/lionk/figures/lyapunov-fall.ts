/** F4: what H falls by: its two terms and its rate, beside the difference quotient of H itself. */
import { type FlowPoint, flowPoints, swinging } from "./flow-run.ts";

/** The figure's numbers. */
export interface LyapunovFall {
  readonly points: readonly FlowPoint[];
  /** Least of all values of both terms: the theorem says at least 0. */
  readonly leastTerm: number;
  /** Largest difference between -dH/dt and the quotient (H(t - h) - H(t + h)) / 2 h, as a share of the largest rate. */
  readonly largestError: number;
}

/** Computes the figure. */
export function lyapunovFall(): LyapunovFall {
  const points = flowPoints(swinging);
  const steepest = Math.max(...points.map(({ rate }) => -rate));
  const errors = points.slice(1, -1).map(({ rate }, i) => {
    const quotient = (points[i + 2]!.lyapunov - points[i]!.lyapunov) / (2 * swinging.h);
    return Math.abs(quotient - rate) / steepest;
  });
  return {
    points,
    leastTerm: Math.min(...points.flatMap(({ d1, d2 }) => [d1, d2])),
    largestError: Math.max(...errors),
  };
}
