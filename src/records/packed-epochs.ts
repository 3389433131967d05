/**
 * Trials with many epochs in little memory: the figures of the epochs of many trials stand column by column in lists of numbers, and become
 * records when they are asked for.
 *
 * An epoch takes at most 64 bytes for some 260, and of the records the last that were asked for are kept: whoever goes from trial to trial makes
 * each once.
 */
import { type EpochValues, type ExtraFields, extraOfValues } from "./epoch-rows.ts";
import type { EpochRecord, EpochTiming, TrialRecord } from "./records.ts";
import type { Storage } from "./storage.ts";
import { requireStored } from "./stored.ts";
import type { PackedEpochs, Unpacking } from "./trial-epochs.ts";

/** A study's trials in its order, with their epochs, in little memory. Errors: those of the store. */
export async function packedTrials(study: string, storage: Storage): Promise<readonly TrialRecord[]> {
  const trials: TrialRecord[] = [];
  await storage.eachTrial(study, (trial) => trials.push(trial));
  return trials;
}

/** Columns of figures, in the order in which a row has them. */
const figures = 8;
/** Place of the first of them in a row. */
const firstFigure = 2;

/** A column, by the places of epochs; one number where all are alike. */
type Column = Float64Array | number;

/** Epochs of trials, one after another, in columns. */
export class EpochTable {
  #columns: Column[] = Array.from({ length: figures }, () => new Float64Array(firstRoom));
  #length = 0;
  /** What only some epochs have, by the place of the epoch. */
  readonly #extras = new Map<number, ExtraFields>();

  /** Takes in the rows of all epochs of a trial, as `epochReader` makes them of theirs. Errors: `DamagedValue`. */
  add(key: string, rows: Iterable<EpochValues>): PackedEpochs {
    const from = this.#length;
    for (const values of rows) {
      requireStored(values[1] === this.#length - from + 1, `the epochs of trial ${key}`);
      this.#put(values);
    }
    return new EpochsOfTable(this, from, this.#length - from);
  }

  /** Gives up the room that is left; nothing is taken in afterwards. */
  seal(): void {
    this.#columns = (this.#columns as Float64Array[]).map((column) => sealed(column, this.#length));
  }

  /** The figure in a column of the epoch at a place. */
  figure(column: number, place: number): number {
    const values = this.#columns[column]!;
    return typeof values === "number" ? values : values[place]!;
  }

  extra(place: number): ExtraFields | undefined {
    return this.#extras.get(place);
  }

  #put(values: EpochValues): void {
    const place = this.#length++;
    if (place === (this.#columns[0] as Float64Array).length) this.#grow();
    for (let i = 0; i < figures; i++)
      (this.#columns[i] as Float64Array)[place] = (values[firstFigure + i] as number | null) ?? Number.NaN;
    const extra = extraOfValues(values);
    if (extra !== null) this.#extras.set(place, extra);
  }

  #grow(): void {
    this.#columns = (this.#columns as Float64Array[]).map((column) => {
      const longer = new Float64Array(2 * column.length);
      longer.set(column);
      return longer;
    });
  }
}

/** Epochs that a table has room for at first. */
const firstRoom = 64;

function sealed(column: Float64Array, length: number): Column {
  const used = column.subarray(0, length);
  return used.every((value) => Object.is(value, used[0])) ? (used[0] ?? Number.NaN) : used.slice();
}

/** The epochs of a trial in a table. */
class EpochsOfTable implements PackedEpochs {
  readonly #table: EpochTable;
  readonly #from: number;
  readonly length: number;

  constructor(table: EpochTable, from: number, length: number) {
    this.#table = table;
    this.#from = from;
    this.length = length;
  }

  record(index: number): EpochRecord {
    const [table, place] = [this.#table, this.#from + index];
    return {
      epoch: index + 1,
      trainLoss: table.figure(0, place),
      trainAccuracy: table.figure(1, place),
      validationLoss: table.figure(2, place),
      validationAccuracy: table.figure(3, place),
      lr: table.figure(4, place),
      ...table.extra(place),
    };
  }

  timing(index: number): EpochTiming {
    const [table, place] = [this.#table, this.#from + index];
    return {
      epoch: index + 1,
      trainSeconds: table.figure(5, place),
      evaluateSeconds: table.figure(6, place),
      imagesPerSecond: table.figure(7, place),
    };
  }

  validationAccuracy(index: number): number {
    return this.#table.figure(3, this.#from + index);
  }
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
  return Array.from({ length }, (_, index) => at(index));
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
