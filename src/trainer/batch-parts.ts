/**
 * A batch in parts, which go through the network one after another, so that what lies between its products stays in the cache.
 *
 * The mean of the parts' gradients is the batch's gradient, and masks are those of the whole batch, so only the order of sums changes. A
 * normalization by batches needs the whole batch at once, and mixup blends across it: such trials are not cut, nor is a GPU's batch,
 * where every operator's launch costs more than memory.
 *
 * Which size is fastest depends on the processor (`part-sizes.ts`), so it is decided where a trial is planned, and the trial's config says it
 * (`training.partSize`): whichever machine computes the trial cuts its batches alike.
 */
import type { Model } from "../models/model.ts";
import type { Device } from "../onnx/device.ts";
import type { TrialConfig } from "../records/records.ts";

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
  /** Most images of a part; absent: the model's own size. */
  readonly partSize?: number | undefined;
  readonly batchSize: number;
  readonly device: Device;
  readonly mixes?: boolean;
}

/** The whole batch as its only part. */
export function wholeBatch(batchSize: number): BatchPart {
  return { index: 0, of: 1, start: 0, size: batchSize };
}

/** The largest equal parts of at most `partSize` images, where these are more than half of that; else the whole batch. */
export function batchParts({
  model: { statistics, ...model },
  partSize = model.partSize,
  batchSize,
  device,
  mixes = false,
}: PartedBatch): readonly BatchPart[] {
  const whole = [wholeBatch(batchSize)];
  if (partSize === undefined || statistics.length > 0 || device !== "cpu" || mixes) return whole;
  for (let of = Math.ceil(batchSize / partSize); 2 * batchSize > of * partSize; of++) {
    if (batchSize % of > 0) continue;
    const size = batchSize / of;
    return Array.from({ length: of }, (_, index) => ({ index, of, start: index * size, size }));
  }
  return whole;
}

/** What of a trial's config decides how its batches are cut. */
export type PartedTrial = Pick<TrialConfig, "training" | "data" | "device">;

/** How the batches of a trial are cut. */
export function partedBatch(
  model: PartedBatch["model"],
  { training: { batchSize, partSize }, data: { augment }, device }: PartedTrial,
): PartedBatch {
  return { model, batchSize, partSize, device, mixes: augment?.mixup !== undefined };
}

/**
 * The member of a trial's training that names the size of its parts, for a wanted one: the size that parts really have, and none where the model's own
 * size cuts the batch alike, so that trials which nothing changes keep their keys.
 */
export function partSizeMember(batch: PartedBatch): { readonly partSize?: number } {
  const size = sizeOfParts(batch);
  return size === sizeOfParts({ ...batch, partSize: undefined }) ? {} : { partSize: size };
}

/** Images of each of the parts. */
export function sizeOfParts(batch: PartedBatch): number {
  return batchParts(batch)[0]!.size;
}
