/**
 * Which training images are trained on and which are held out for validation: a function of the seed and the sizes alone; where
 * classes keep their shares, of the labels as well.
 */
import { LabError } from "../core/errors.ts";
import { createRng } from "../core/rng.ts";

/** Indices into the training images; the two lists have none in common. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/** `validation`: share held out, 0 < v < 1; `limitTrain`: images to train on, or null for all that are not held out; `labels`: a class for each image, whose shares both parts keep. */
export interface SplitOptions {
  readonly count: number;
  readonly validation: number;
  readonly limitTrain: number | null;
  readonly seed: number;
  readonly labels?: ArrayLike<number>;
}

/**
 * Splits `count` images at random, by class where labels are given: each class then has its share of either part within one image, and
 * with any limit. With a limit, the validation part shrinks in proportion, and both parts are subsets of
 * those without a limit.
 *   validation images = round(count v)      with a limit L: round(L v / (1 - v))
 * Errors: `validation-share`, `limit-train`, `split-empty`.
 */
export function splitTrain({ seed, labels, ...sizes }: SplitOptions): Split {
  const { count } = sizes;
  const { heldOut, train, validated } = splitCounts(sizes);
  const drawn = Int32Array.from({ length: count }, (_, index) => index);
  createRng(seed, "split").shuffle(drawn);
  const order = labels === undefined ? drawn : inTurn(drawn, labels);
  return { train: order.slice(heldOut, heldOut + train), validation: order.slice(0, validated) };
}

/** How many images a split holds out, trains on and validates with. Errors: those of `splitTrain`. */
export function splitCounts({ count, validation, limitTrain }: Omit<SplitOptions, "seed" | "labels">): {
  readonly heldOut: number;
  readonly train: number;
  readonly validated: number;
} {
  if (!(validation > 0 && validation < 1)) {
    throw new LabError(
      "validation-share",
      `The validation share must lie between 0 and 1, both excluded, but it is ${validation}. Use 0.2 to hold out a fifth.`,
    );
  }
  const heldOut = Math.round(count * validation);
  const available = count - heldOut;
  const train = limitTrain ?? available;
  if (!Number.isInteger(train) || train < 1 || train > available) {
    throw new LabError(
      limitTrain === null ? "split-empty" : "limit-train",
      `Training needs a whole number of images from 1 to the ${available} that are left of ${count} after holding out ${heldOut}, ` +
        `but ${train} were asked for. Change limitTrain or the validation share.`,
    );
  }
  const validated =
    limitTrain === null ? heldOut : Math.min(heldOut, Math.round((train * validation) / (1 - validation)));
  if (validated < 1) {
    throw new LabError(
      "split-empty",
      `A validation share of ${validation} leaves no image for validation beside ${train} for training. Hold out more or train on more.`,
    );
  }
  return { heldOut, train, validated };
}

/**
 * The same images in an order of which every stretch holds each class by its share: the j-th of a class's n images stands where the share
 * (j + 1/2) / n of all has passed.
 */
function inTurn(drawn: Int32Array, labels: ArrayLike<number>): Int32Array {
  const counts = new Map<number, number>();
  const ranks = Array.from(drawn, (index) => {
    const rank = counts.get(labels[index]!) ?? 0;
    counts.set(labels[index]!, rank + 1);
    return rank;
  });
  const places = ranks.map((rank, i) => (rank + 0.5) / counts.get(labels[drawn[i]!]!)!);
  const order = Int32Array.from(drawn.keys()).sort((i, j) => places[i]! - places[j]! || i - j);
  return order.map((i) => drawn[i]!);
}
