/**
 * What guessing reaches. Guessing knows the classes: it reaches 1 / classes at random, or the share of the commonest class by one answer to
 * everything. On few images luck gives more; the bound is the most that it reaches with a probability above 5 per cent (binomial).
 */
import type { MeasuredImages } from "../../records/records.ts";
import { mostByLuck } from "../../stats/binomial.ts";

/** Guessing on one set of images. Shares of 1. */
export interface Chance {
  readonly images: number;
  /** What guessing reaches. */
  readonly level: number;
  /** The most that it reaches by luck. */
  readonly most: number;
}

/** Guessing among `classes` on such images. */
export function guessing({ images, commonest }: MeasuredImages, classes: number): Chance {
  const level = Math.max(1 / classes, commonest);
  return { images, level, most: mostByLuck(images, level) / images };
}
