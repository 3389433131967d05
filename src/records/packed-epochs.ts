/**
 * Trials with many epochs in little memory: their figures stand in tables (`epoch-table.ts`) and become records when they are asked for. Of the
 * records the last that were asked for are kept: whoever goes from trial to trial makes each once.
 */
import type { EpochRecord, EpochTiming, TrialRecord } from "./records.ts";
import type { ReadingChoice, Storage } from "./storage.ts";
import type { PackedEpochs, Unpacking } from "./trial-epochs.ts";

/** A study's trials in its order, with their epochs, in little memory. Errors: those of the store. */
export async function packedTrials(
  study: string,
  storage: Storage,
  how: ReadingChoice = {},
): Promise<readonly TrialRecord[]> {
  const trials = new Map<string, TrialRecord>();
  await storage.eachTrial(study, (trial) => trials.set(trial.key, trial), how);
  return [...trials.values()];
}

/** Epochs that are kept as records, over all trials that are read together. */
const mostUnpacked = 20_000;

/** Makes lists of epochs, and keeps those of the trials that were asked for last, at most so many epochs. */
export class Unpacker implements Unpacking {
  readonly #records: LastUsed<readonly EpochRecord[]>;
  readonly #timings: LastUsed<readonly EpochTiming[]>;

  constructor(most: number = mostUnpacked) {
    this.#records = new LastUsed(most, (packed) => listOf(packed, (index) => packed.record(index)));
    this.#timings = new LastUsed(most, (packed) => listOf(packed, (index) => packed.timing(index)));
  }

  records(packed: PackedEpochs): readonly EpochRecord[] {
    return this.#records.of(packed);
  }

  timings(packed: PackedEpochs): readonly EpochTiming[] {
    return this.#timings.of(packed);
  }
}

function listOf<T>({ length }: PackedEpochs, at: (index: number) => T): readonly T[] {
  const list: T[] = [];
  for (let index = 0; index < length; index++) list.push(at(index));
  return list;
}

/** What was made of the epochs of the trials that were asked for last. */
class LastUsed<T> {
  readonly #most: number;
  readonly #make: (packed: PackedEpochs) => T;
  readonly #made = new Map<PackedEpochs, T>();
  #held = 0;

  constructor(most: number, make: (packed: PackedEpochs) => T) {
    this.#most = most;
    this.#make = make;
  }

  of(packed: PackedEpochs): T {
    const known = this.#made.get(packed);
    if (known !== undefined) {
      this.#made.delete(packed);
      this.#made.set(packed, known);
      return known;
    }
    const fresh = this.#make(packed);
    this.#made.set(packed, fresh);
    this.#held += packed.length;
    for (const oldest of this.#made.keys()) {
      if (this.#held <= this.#most || oldest === packed) break;
      this.#made.delete(oldest);
      this.#held -= oldest.length;
    }
    return fresh;
  }
}
