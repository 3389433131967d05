/**
 * Which training images are trained on and which are held out for validation: a function of the seed and the sizes alone.
 */
import { LabError } from "../core/errors.ts";
import { createRng } from "../core/rng.ts";

/** Indices into the training images; the two lists have none in common. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/** `validation`: share held out, 0 < v < 1; `limitTrain`: images to train on, or null for all that are not held out. */
export interface SplitOptions {
  readonly count: number;
  readonly validation: number;
  readonly limitTrain: number | null;
  readonly seed: number;
}

/**
 * Splits `count` images at random. With a limit, the validation part shrinks in proportion, and both parts are subsets of
 * those without a limit.
 *   validation images = round(count v)      with a limit L: round(L v / (1 - v))
 * Errors: `validation-share`, `limit-train`, `split-empty`.
 */
export function splitTrain({ count, validation, limitTrain, seed }: SplitOptions): Split {
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
  const order = Int32Array.from({ length: count }, (_, index) => index);
  createRng(seed, "split").shuffle(order);
  return { train: order.slice(heldOut, heldOut + train), validation: order.slice(0, validated) };
}
