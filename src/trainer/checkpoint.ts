/**
 * Checkpoints: a trial's state as one safetensors file, the one before it beside it as `….previous`.
 *
 * Laws: what is read back is bit for bit what was written, which a checksum tells; a file that is damaged, of another trial or of
 * another version is passed over for the previous one, else for a fresh start; a failed write leaves the earlier files as they were.
 */

import { link, readFile, rename, rm } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { explainFileError, removeLeftovers, writeFileAtomically } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "../core/safetensors.ts";
import type { Tensor } from "../core/tensor.ts";
import { fitsObservers, type Observed } from "./observers/index.ts";
import { initialStatistics } from "./parameters.ts";
import type { FinishedEpoch, TrainingState, Variables } from "./state.ts";
import type { TrialPlan } from "./trial-plan.ts";

const version = "2";

/** Writes the state of a trial. Errors: `disk-full`, `no-permission` and the like. */
export async function saveCheckpoint(path: string, plan: TrialPlan, state: TrainingState): Promise<void> {
  const bytes = encodeState(plan, state);
  await keepPrevious(path);
  await writeFileAtomically(path, bytes);
}

/**
 * Reads the newest usable state of this trial, or null where there is none. `onDamaged`: told of files that are not what was written.
 * `of`: key of the trial that wrote it, where it is a shorter one that this trial goes on from.
 */
export async function loadCheckpoint(
  path: string,
  plan: TrialPlan,
  { onDamaged = () => {}, of = plan.key }: { readonly onDamaged?: (path: string) => void; readonly of?: string } = {},
): Promise<TrainingState | null> {
  await removeLeftovers(path);
  for (const candidate of [path, previousOf(path)]) {
    const bytes = await readFile(candidate).catch((error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? null : new Uint8Array(),
    );
    if (bytes === null) continue;
    const state = decodeState(plan, bytes, of);
    if (state === "damaged") onDamaged(candidate);
    else if (state !== null) return state;
  }
  return null;
}

/** Removes a trial's checkpoints, once its result is stored. */
export async function removeCheckpoint(path: string): Promise<void> {
  await removeLeftovers(path);
  await Promise.all([rm(path, { force: true }), rm(previousOf(path), { force: true })]);
}

function previousOf(path: string): string {
  return `${path}.previous`;
}

/** Leaves the file under its name too, by a second link, so that a kill before the new one lands loses nothing. */
async function keepPrevious(path: string): Promise<void> {
  try {
    await rm(previousOf(path), { force: true });
    await link(path, previousOf(path)).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return; // nothing to keep
      await rename(path, previousOf(path)); // a file system without links
    });
  } catch (error) {
    throw explainFileError(error, `replace ${path}`);
  }
}

/** The counters of a state: everything but its tensors. */
type Counters = Omit<
  TrainingState,
  "weights" | "statistics" | "slots" | "accumulated" | "average" | "best" | keyof LaterCounters
> &
  Partial<LaterCounters>;

/** What files of earlier versions lack. */
interface LaterCounters {
  readonly observed: Observed;
  readonly bestAnswers: TrainingState["bestAnswers"];
  readonly top5: number | null;
}

function encodeState({ key }: TrialPlan, state: TrainingState): Uint8Array {
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
  const words = { version, trial: key, counters: JSON.stringify(counters) };
  return encodeSafetensors({ tensors, metadata: { ...words, sum: sumOf(tensors, words) } });
}

/** CRC-32 of everything that is believed: texts, then names and bytes of the tensors in the order of their names. */
function sumOf(tensors: Safetensors["tensors"], words: Safetensors["metadata"]): string {
  let sum = crc32(["version", "trial", "counters"].map((name) => words[name]).join("\n"));
  for (const [name, { data }] of Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1))) {
    sum = crc32(`${name} ${data.length}`, sum);
    // of nothing, zlib gives its first value and forgets the sum
    if (data.length > 0) sum = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), sum);
  }
  return sum.toString(16).padStart(8, "0");
}

/** Null for another trial's file or one of another version. Files of older versions of the laboratory have no checksum. */
function decodeState(plan: TrialPlan, bytes: Uint8Array, of: string): TrainingState | "damaged" | null {
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    if (metadata.sum !== undefined && metadata.sum !== sumOf(tensors, metadata)) return "damaged";
    if (metadata.version !== version || metadata.trial !== of) return null;
    return stateOf(plan, { tensors, metadata }) ?? (metadata.sum === undefined ? "damaged" : null);
  } catch (error) {
    if (error instanceof LabError) return "damaged";
    throw error;
  }
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
  const { observed = {}, bestAnswers = null } = counters; // absent in older files, whose trials go on where nothing is observed
  if (!fitsObservers(config, observed)) return null;
  if (counters.step > stepsPerEpoch || (best === null) !== (counters.history.length === 0)) return null;
  const { accumulate = 1, ema } = config.training;
  const accumulated = accumulate > 1 ? flat("accumulated", partition.trainedCount) : undefined;
  const average = ema === undefined ? undefined : variables({ weights: "average", statistics: "average-statistics" });
  if (accumulated === null || average === null) return null;
  return {
    ...counters,
    observed,
    bestAnswers,
    top5: counters.top5 ?? (counters.step === 0 ? 0 : Number.NaN),
    ...now,
    slots,
    ...(accumulated === undefined ? {} : { accumulated }),
    ...(average === undefined ? {} : { average }),
    best,
  };
}

function readCounters(text: string): Counters | null {
  let parsed: Partial<Counters> | null;
  try {
    parsed = JSON.parse(text) as Partial<Counters> | null;
  } catch {
    return null;
  }
  const { history, step, lossSum, correct, trainSeconds } = parsed ?? {};
  const numbers = [step, lossSum, correct, trainSeconds];
  if (!Array.isArray(history) || !numbers.every((number) => typeof number === "number")) return null;
  const whole = history.every((entry: FinishedEpoch, index) => entry?.record?.epoch === index + 1 && entry.timing);
  return whole ? (parsed as Counters) : null;
}
