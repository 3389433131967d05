/**
 * A batch in parts, which go through the network one after another, so that what lies between its products stays in the cache.
 *
 * The mean of the parts' gradients is the batch's gradient, and masks are those of the whole batch, so only the order of sums changes. A
 * normalization by batches needs the whole batch at once, and mixup blends across it: such trials are not cut, nor is a GPU's batch,
 * where every operator's launch costs more than memory.
 */
import type { Model } from "../models/model.ts";
import type { Device } from "../onnx/device.ts";

/** Images `start … start + size` of a batch, the `index`-th of `of` equal parts. */
export interface BatchPart {
  readonly index: number;
  readonly of: number;
  readonly start: number;
  readonly size: number;
}

/** What decides how batches are cut. */
export interface PartedBatch {
  readonly model: Pick<Model, "partSize" | "statistics">;
  readonly batchSize: number;
  readonly device: Device;
  readonly mixes?: boolean;
}

/** The whole batch as its only part. */
export function wholeBatch(batchSize: number): BatchPart {
  return { index: 0, of: 1, start: 0, size: batchSize };
}

/** The largest equal parts of at most `partSize` images of the model, where these are more than half of that; else the whole batch. */
export function batchParts({ model, batchSize, device, mixes = false }: PartedBatch): readonly BatchPart[] {
  const { partSize, statistics } = model;
  const whole = [wholeBatch(batchSize)];
  if (partSize === undefined || statistics.length > 0 || device !== "cpu" || mixes) return whole;
  for (let of = Math.ceil(batchSize / partSize); 2 * batchSize > of * partSize; of++) {
    if (batchSize % of > 0) continue;
    const size = batchSize / of;
    return Array.from({ length: of }, (_, index) => ({ index, of, start: index * size, size }));
  }
  return whole;
}
