/** F9: what Muon's iteration makes of a singular value, beside the exact polar factor and the cubic iteration. */
import { cubic, muonQuintic, newtonSchulzValue, slopeAtZero } from "../newton-schulz.ts";

/** The maps at a singular value. */
export interface MapPoint {
  readonly sigma: number;
  readonly quintic: number;
  readonly cubic: number;
}

/** The figure's numbers. */
export interface NewtonSchulzMap {
  readonly points: readonly MapPoint[];
  /** Lowest and highest value of the quintic from 0.01 and from 0.001 up. */
  readonly fromHundredth: readonly [number, number];
  readonly fromThousandth: readonly [number, number];
  readonly slope: number;
  readonly atOne: number;
}

const samples = 3_000;

/** Computes the figure: singular values from 0.001 to 1, evenly in the logarithm. */
export function newtonSchulzMap(): NewtonSchulzMap {
  const points = Array.from({ length: samples + 1 }, (_, i): MapPoint => {
    const sigma = 10 ** (-3 + (3 * i) / samples);
    return { sigma, quintic: newtonSchulzValue(sigma, muonQuintic), cubic: newtonSchulzValue(sigma, cubic) };
  });
  return {
    points,
    fromHundredth: rangeOf(points.filter(({ sigma }) => sigma >= 0.01)),
    fromThousandth: rangeOf(points),
    slope: slopeAtZero(muonQuintic),
    atOne: newtonSchulzValue(1, muonQuintic),
  };
}

function rangeOf(points: readonly MapPoint[]): readonly [number, number] {
  const values = points.map(({ quintic }) => quintic);
  return [Math.min(...values), Math.max(...values)];
}
