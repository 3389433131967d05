/**
 * Checkpoints: a trial's states as blobs, one safetensors file each, under the trial's key and the steps that were done; the last two stay.
 *
 * Laws: what is read back is bit for bit what was written; a blob that is damaged, of another trial or of another version is passed over for
 * the one before it, else for a fresh start; a failed write leaves the earlier ones as they were. A trial's steps say what its state is, so
 * several machines that write the same trial never spoil each other's.
 */

import type { BlobStore } from "../blobs/blob-store.ts";
import { LabError } from "../core/errors.ts";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "../core/safetensors.ts";
import type { Tensor } from "../core/tensor.ts";
import { fitsObservers } from "./observers/index.ts";
import { initialStatistics } from "./parameters.ts";
import { type FinishedEpoch, stepsDone, type TrainingState, type Variables } from "./state.ts";
import type { TrialPlan } from "./trial-plan.ts";

const version = "3";

/** Checkpoints of a trial that stay. */
const keptCheckpoints = 2;

/** Prefix of all blobs of a trial, by its key. */
export function blobsOfTrial(key: string): string {
  return `${key}/`;
}

/** Key of the state of a trial after so many steps of the run. */
export function checkpointKey(key: string, step: number): string {
  return `${blobsOfTrial(key)}${step}.safetensors`;
}

/** What a checkpoint holds. */
export interface Checkpoint {
  readonly state: TrainingState;
  /** Processors that computed it, in their order (`computedOn`). */
  readonly processors: readonly string[];
}

/** Reads the newest usable state of a trial, or null where there is none; see `openCheckpoints`. */
export interface CheckpointReading {
  /** Told of blobs that are not what was written. */
  readonly onDamaged?: (key: string) => void;
  /** Key of the trial that wrote it, where it is a shorter one that this trial goes on from. */
  readonly of?: string;
}

/** The checkpoints of one trial, for whoever runs it. */
export interface TrialCheckpoints {
  /** The newest usable one; null where there is none. Errors: those of the store. */
  load(reading?: CheckpointReading): Promise<Checkpoint | null>;
  /** Writes one, and removes those that are not among the last. Errors: those of the store. */
  save(checkpoint: Checkpoint): Promise<void>;
}

/** Checkpoints of a trial in a store. */
export function openCheckpoints(store: BlobStore, plan: TrialPlan): TrialCheckpoints {
  /** Steps of those that are there, as far as this run knows, in the order in which they were written. */
  let steps: readonly number[] = [];
  return {
    async load({ onDamaged = () => {}, of = plan.key } = {}) {
      const found = await stepsIn(store, of);
      if (of === plan.key) steps = found;
      for (const step of found.toReversed()) {
        const key = checkpointKey(of, step);
        const checkpoint = await read(store, key, { plan, of });
        if (checkpoint === "damaged") onDamaged(key);
        else if (checkpoint !== null) return checkpoint;
      }
      return null;
    },
    async save(checkpoint) {
      const step = stepsDone(checkpoint.state, plan);
      await store.put(checkpointKey(plan.key, step), encodeCheckpoint(plan, checkpoint));
      steps = [...steps.filter((other) => other !== step), step];
      for (const old of steps.slice(0, -keptCheckpoints)) await store.delete(checkpointKey(plan.key, old));
      steps = steps.slice(-keptCheckpoints);
    },
  };
}

/** Removes all blobs of a trial, once its result is stored. */
export async function removeCheckpoints(store: BlobStore, key: string): Promise<void> {
  await store.clear(blobsOfTrial(key));
}

/** Steps of a trial's checkpoints, the lowest first. */
async function stepsIn(store: BlobStore, key: string): Promise<readonly number[]> {
  const keys = await store.list(blobsOfTrial(key));
  const steps = keys.flatMap((one) => /\/(\d+)\.safetensors$/.exec(one)?.[1] ?? []).map(Number);
  return steps.sort((a, b) => a - b);
}

/** Null for one that is gone, or of another trial or version. */
async function read(
  store: BlobStore,
  key: string,
  { plan, of }: { readonly plan: TrialPlan; readonly of: string },
): Promise<Checkpoint | "damaged" | null> {
  try {
    const bytes = await store.get(key);
    return bytes === null ? null : decodeCheckpoint(plan, bytes, of);
  } catch (error) {
    if (error instanceof LabError && /^(blob|safetensors)-damaged$/.test(error.code)) return "damaged";
    throw error;
  }
}

/** The counters of a state: everything but its tensors. */
type Counters = Omit<TrainingState, "weights" | "statistics" | "slots" | "accumulated" | "average" | "best">;

function encodeCheckpoint({ key }: TrialPlan, { state, processors }: Checkpoint): Uint8Array {
  const { weights, statistics, slots, accumulated, average, best, ...counters } = state;
  const flat = (data: Float32Array): Tensor => ({ dtype: "float", shape: [data.length], data });
  const tensors = {
    weights: flat(weights),
    statistics: flat(statistics),
    ...(best === null ? {} : { best: flat(best.weights), "best-statistics": flat(best.statistics) }),
    ...(accumulated === undefined ? {} : { accumulated: flat(accumulated) }),
    ...(average === undefined
      ? {}
      : { average: flat(average.weights), "average-statistics": flat(average.statistics) }),
    ...Object.fromEntries(slots.map((slot, index) => [`slot-${index}`, flat(slot)])),
  };
  const metadata = { version, trial: key, counters: JSON.stringify(counters), processors: JSON.stringify(processors) };
  return encodeSafetensors({ tensors, metadata });
}

/** Null for another trial's or another version's; "damaged" for what no version wrote. */
function decodeCheckpoint(plan: TrialPlan, bytes: Uint8Array, of: string): Checkpoint | "damaged" | null {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.version !== version || metadata.trial !== of) return null;
  const state = stateOf(plan, { tensors, metadata });
  const processors = parsed(metadata.processors);
  return state === null || !Array.isArray(processors) ? "damaged" : { state, processors };
}

/** The state that a file holds; null where something is missing or of another size. */
function stateOf(
  { config, rule, model, partition, stepsPerEpoch }: TrialPlan,
  { tensors, metadata }: Safetensors,
): TrainingState | null {
  const flat = (name: string, length: number = model.parameterCount): Float32Array | null => {
    const data = tensors[name]?.data;
    return data instanceof Float32Array && data.length === length ? data : null;
  };
  const variables = (names: { weights: string; statistics: string }): Variables | null => {
    const weights = flat(names.weights);
    const statistics = flat(names.statistics, initialStatistics(model).length);
    return weights === null || statistics === null ? null : { weights, statistics };
  };
  const now = variables({ weights: "weights", statistics: "statistics" });
  const slots = rule.slots.flatMap((_, index) => flat(`slot-${index}`, partition.trainedCount) ?? []);
  const best = variables({ weights: "best", statistics: "best-statistics" });
  const counters = readCounters(metadata.counters ?? "");
  if (now === null || counters === null || slots.length !== rule.slots.length) return null;
  if (!fitsObservers(config, counters.observed)) return null;
  if (counters.step > stepsPerEpoch || (best === null) !== (counters.history.length === 0)) return null;
  const { accumulate = 1, ema } = config.training;
  const accumulated = accumulate > 1 ? flat("accumulated", partition.trainedCount) : undefined;
  const average = ema === undefined ? undefined : variables({ weights: "average", statistics: "average-statistics" });
  if (accumulated === null || average === null) return null;
  return {
    ...counters,
    ...now,
    slots,
    ...(accumulated === undefined ? {} : { accumulated }),
    ...(average === undefined ? {} : { average }),
    best,
  };
}

function readCounters(text: string): Counters | null {
  const counters = (parsed(text) ?? {}) as Partial<Counters>;
  const { history, step, lossSum, correct, trainSeconds } = counters;
  const numbers = [step, lossSum, correct, trainSeconds];
  if (!Array.isArray(history) || !numbers.every((number) => typeof number === "number")) return null;
  const whole = history.every((entry: FinishedEpoch, index) => entry?.record?.epoch === index + 1 && entry.timing);
  return whole ? (counters as Counters) : null;
}

function parsed(text = ""): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
