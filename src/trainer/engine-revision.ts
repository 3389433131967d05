/**
 * The revision of the engine: everything between a config and its numbers that is no model's or proxy's own.
 *
 * | change | whose numbers |
 * | --- | --- |
 * | norms divide by the largest element first | trials that clip, or whose program takes a norm |
 * | batches go through the network in parts (`batch-parts.ts`) | trials whose batches are cut: by the size that they were planned with, or their model's |
 * | products of matrices on their side turn them first and are one operator | trials on WebGPU |
 *
 * A trial's revision is 1 plus the number of changes that touch it, so that all others keep their keys. A change that touches some models
 * alone belongs to their `changes`.
 */
import { models } from "../models/index.ts";
import { type NumbersChange, type Revised, revisionMember } from "../models/revision.ts";
import type { TrialConfig } from "../records/records.ts";
import { batchParts, partedBatch } from "./batch-parts.ts";

/** What of a trial decides which changes touch it. */
export type EngineUse = Pick<TrialConfig, "optimizer" | "training" | "model" | "data" | "device">;

/** A change of the engine. */
interface EngineChange extends NumbersChange {
  touches(trial: EngineUse): boolean;
}

/** Functions of the library's dialect that take a norm; the paper's add up squares as ever. */
const takesNorm =
  /\b(norm|global_norm|row_norm|cosine_sim|clip|clip_by_global_norm|polar|top_singular)\(|sqrt\(tensor_sum\(/;

const norms: EngineChange = {
  before: "norms were computed so that they hold where squares leave float32, which moves their last digits",
  touches: ({ optimizer: { program }, training }) =>
    training.clipGlobalNorm !== null || (!/\bdef train\(/.test(program) && takesNorm.test(program)),
};

const parts: EngineChange = {
  before: "a batch went through the network in parts; as a whole, its sums had another order",
  touches: (trial) => {
    const model = models.find(({ name }) => name === trial.model.name);
    return model !== undefined && batchParts(partedBatch(model, trial)).length > 1;
  },
};

const products: EngineChange = {
  before:
    "products with a matrix on its side added up in another order, so that stacked trials would have differed in their last bits",
  touches: ({ device }) => device === "webgpu",
};

/** Changes of the engine, oldest first. A new line of the table above is a new entry here. */
const changes: readonly EngineChange[] = [norms, parts, products];

/** The engine's history as far as a trial is concerned. */
export function engineOf(trial: EngineUse): Revised {
  return { changes: changes.filter((change) => change.touches(trial)) };
}

/** The member of a trial's config that names its revision; none at the first. */
export function engineMember(trial: EngineUse): { readonly engine?: number } {
  const { revision } = revisionMember(engineOf(trial));
  return revision === undefined ? {} : { engine: revision };
}
