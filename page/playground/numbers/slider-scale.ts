/** How a hyperparameter lies along a slider: 0 … 1 from end to end. */
import type { ListedHyperparameter } from "../../../src/codegen/listing/listing.ts";

/** Places of values, and values of places. */
export interface SliderScale {
  placeOf(value: number): number;
  valueAt(place: number): number;
}

/** Powers of ten that a share comes near 1 by. */
const shareDecades = 5;
/** Powers of ten on either side of a default. */
const sizeDecades = 3;
/** The smallest value beside 0, and the largest, of a number whose default is 0, as a decay. */
const [smallest, largest] = [1e-6, 1];

/**
 * The scale of a number: a share (0 ≤ v < 1) by its distance from 1, a size above 0 by factors of its default, a size whose default is 0 by
 * powers of ten with 0 at the left end, anything else evenly around its default.
 */
export function sliderScale(of: Pick<ListedHyperparameter, "name" | "default" | "min" | "max">): SliderScale {
  const standard = Number(of.default ?? 0);
  if (isShare(of, standard)) {
    return bounded({
      placeOf: (value) => -Math.log10(1 - Math.min(Math.max(value, 0), 1 - 1e-12)) / shareDecades,
      valueAt: (place) => rounded(1 - 10 ** (-shareDecades * place)),
    });
  }
  if (standard > 0 && of.max === undefined) {
    return bounded({
      placeOf: (value) => 0.5 + Math.log10(Math.max(value, 1e-300) / standard) / (2 * sizeDecades),
      valueAt: (place) => rounded(standard * 10 ** (2 * sizeDecades * (place - 0.5))),
    });
  }
  if (standard === 0 && of.min === 0) {
    const decades = Math.log10(largest / smallest);
    return bounded({
      placeOf: (value) => (value <= 0 ? 0 : 0.02 + (0.98 * Math.log10(value / smallest)) / decades),
      valueAt: (place) => (place < 0.02 ? 0 : rounded(smallest * 10 ** ((decades * (place - 0.02)) / 0.98))),
    });
  }
  const [low, high] = [
    of.min ?? standard - Math.max(1, 2 * Math.abs(standard)),
    of.max ?? standard + Math.max(1, 2 * Math.abs(standard)),
  ];
  return bounded({
    placeOf: (value) => (value - low) / (high - low),
    valueAt: (place) => rounded(low + place * (high - low)),
  });
}

function isShare({ name, min, max }: Pick<ListedHyperparameter, "name" | "min" | "max">, standard: number): boolean {
  if (min === 0 && max === 1) return true;
  return max === undefined && /^(beta|rho|momentum)/.test(name) && standard > 0 && standard < 1;
}

/** Places within 0 … 1, whatever the value. */
function bounded({ placeOf, valueAt }: SliderScale): SliderScale {
  return {
    placeOf: (value) => {
      const place = placeOf(value);
      return Number.isFinite(place) ? Math.min(1, Math.max(0, place)) : 0;
    },
    valueAt: (place) => valueAt(Math.min(1, Math.max(0, place))),
  };
}

/** A number with as many digits as a slider can tell; one near 1 keeps its distance from 1. */
function rounded(value: number): number {
  const distance = Math.abs(1 - value);
  if (distance > 0 && distance < 0.5)
    return Number((1 - Math.sign(1 - value) * Number(distance.toPrecision(2))).toPrecision(12));
  return Number(value.toPrecision(3));
}
