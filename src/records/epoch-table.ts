/**
 * The figures of the epochs of many trials, column by column in lists of numbers: an epoch takes at most 64 bytes, and some 260 as records.
 */
import { type EpochValues, type ExtraFields, extraOfValues } from "./epoch-rows.ts";
import type { EpochRecord, EpochTiming } from "./records.ts";
import { requireStored } from "./stored.ts";
import type { PackedEpochs } from "./trial-epochs.ts";

/** Columns of figures, in the order in which a row has them. */
const figures = 8;
/** Place of the first of them in a row. */
const firstFigure = 2;

/** A column, by the places of epochs; one number where all are alike. */
type Column = Float64Array | number;

/** What is in a table to which nothing is added any more, as another thread can be given it. */
export interface SealedTable {
  readonly columns: readonly Column[];
  /** What only some epochs have, by the place of the epoch. */
  readonly extras: ReadonlyMap<number, ExtraFields>;
}

/** Epochs of trials, one after another, in columns. */
export class EpochTable {
  #columns: readonly Column[] = Array.from({ length: figures }, () => new Float64Array(firstRoom));
  #length = 0;
  readonly #extras: Map<number, ExtraFields>;

  /** Empty, or with what was sealed. */
  constructor(sealed: SealedTable | null = null) {
    if (sealed !== null) this.#columns = sealed.columns;
    this.#extras = new Map(sealed?.extras);
  }

  /** Takes in the rows of all epochs of a trial, as `epochReader` gives them, and tells how many there are. Errors: `DamagedValue`. */
  add(key: string, rows: Iterable<EpochValues>): number {
    const from = this.#length;
    for (const values of rows) {
      requireStored(values[1] === this.#length - from + 1, `the epochs of trial ${key}`);
      this.#put(values);
    }
    return this.#length - from;
  }

  /** Gives up the room that is left; nothing is taken in afterwards. */
  seal(): SealedTable {
    const columns = (this.#columns as readonly Float64Array[]).map((column) => sealed(column, this.#length));
    this.#columns = columns;
    return { columns, extras: this.#extras };
  }

  /** Epochs of one trial, from a place on. */
  epochs(from: number, length: number): PackedEpochs {
    return new EpochsOfTable(this, from, length);
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
