/**
 * Trials with many epochs in little memory: the figures of all epochs of a trial stand in one list of numbers, and become records when they are asked for.
 *
 * An epoch takes 56 bytes for some 260, and of the records the last that were asked for are kept: whoever goes from trial to trial reads each
 * once. What is read equals what was packed, number for number.
 */
import type { EpochRecord, EpochTiming, TrialRecord } from "./records.ts";
import type { Storage } from "./storage.ts";

/** Epochs that are kept as records, over all trials of a packer. */
const mostUnpacked = 20_000;

type Unpacked = Pick<TrialRecord, "epochs" | "timings">;

/** A study's trials in its order, with their epochs, in little memory. Errors: those of the store. */
export async function packedTrials(study: string, storage: Storage): Promise<readonly TrialRecord[]> {
  const pack = trialPacker();
  const trials: TrialRecord[] = [];
  await storage.eachTrial(study, (trial) => trials.push(pack(trial)));
  return trials;
}

/** Packs trials. The trials that it gives share what of them is unpacked, at most so many epochs. */
export function trialPacker(most = mostUnpacked): (trial: TrialRecord) => TrialRecord {
  const unpacked = new Map<PackedEpochs, Unpacked>();
  let held = 0;
  const read = (packed: PackedEpochs): Unpacked => {
    const known = unpacked.get(packed);
    if (known !== undefined) {
      unpacked.delete(packed);
      unpacked.set(packed, known);
      return known;
    }
    const fresh = packed.unpack();
    held += fresh.epochs.length;
    unpacked.set(packed, fresh);
    for (const [oldest, { epochs }] of unpacked) {
      if (held <= most || oldest === packed) break;
      unpacked.delete(oldest);
      held -= epochs.length;
    }
    return fresh;
  };
  return ({ epochs, timings, ...rest }) => {
    const packed = new PackedEpochs(epochs, timings);
    return {
      ...rest,
      get epochs() {
        return read(packed).epochs;
      },
      get timings() {
        return read(packed).timings;
      },
    };
  };
}

const recordColumns = ["trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy", "lr"] as const;
const timingColumns = ["trainSeconds", "evaluateSeconds", "imagesPerSecond"] as const;

class PackedEpochs {
  readonly #length: number;
  readonly #timed: number;
  /** Each column of records, then each of timings, and the numbers of their epochs. */
  readonly #columns: readonly Column[];
  /** What only some epochs have; null where none has any. */
  readonly #extras: readonly object[] | null;

  constructor(epochs: readonly EpochRecord[], timings: readonly EpochTiming[]) {
    this.#length = epochs.length;
    this.#timed = timings.length;
    this.#columns = packed([
      ...recordColumns.map((name) => epochs.map((one) => one[name])),
      ...timingColumns.map((name) => timings.map((one) => one[name])),
      epochs.map(({ epoch }) => epoch),
      timings.map(({ epoch }) => epoch),
    ]);
    this.#extras = epochs.some((epoch) => Object.keys(epoch).length > usual.size) ? epochs.map(extraOf) : null;
  }

  unpack(): Unpacked {
    const [trainLoss, trainAccuracy, validationLoss, validationAccuracy, lr, ...others] = this.#columns as Ten;
    const [trainSeconds, evaluateSeconds, imagesPerSecond, numbers, timedNumbers] = others;
    const epochs = Array.from({ length: this.#length }, (_, i): EpochRecord => {
      return {
        epoch: at(numbers, i),
        trainLoss: at(trainLoss, i),
        trainAccuracy: at(trainAccuracy, i),
        validationLoss: at(validationLoss, i),
        validationAccuracy: at(validationAccuracy, i),
        lr: at(lr, i),
        ...this.#extras?.[i],
      };
    });
    const timings = Array.from({ length: this.#timed }, (_, i): EpochTiming => {
      return {
        epoch: at(timedNumbers, i),
        trainSeconds: at(trainSeconds, i),
        evaluateSeconds: at(evaluateSeconds, i),
        imagesPerSecond: at(imagesPerSecond, i),
      };
    });
    return { epochs, timings };
  }
}

type Five = readonly [Column, Column, Column, Column, Column];
type Ten = readonly [...Five, ...Five];

/** Numbers one by one, from a place of a list on; `counts`: 1, 2, 3 …; a number: that one throughout. */
type Column = { readonly numbers: Float64Array; readonly from: number } | number | "counts";

/** The columns, those that have to stand one by one in one list. */
function packed(columns: readonly (readonly number[])[]): readonly Column[] {
  const short = columns.map(shortColumn);
  const long = columns.flatMap((values, i) => (short[i] === null ? values : []));
  const numbers = Float64Array.from(long);
  let next = 0;
  return columns.map((values, i) => {
    if (short[i] !== null) return short[i]!;
    const from = next;
    next += values.length;
    return { numbers, from };
  });
}

function shortColumn(values: readonly number[]): number | "counts" | null {
  if (values.every((value, i) => value === i + 1)) return "counts";
  return values.every((value) => Object.is(value, values[0])) ? values[0]! : null;
}

function at(column: Column, i: number): number {
  if (column === "counts") return i + 1;
  return typeof column === "number" ? column : column.numbers[column.from + i]!;
}

const usual: ReadonlySet<string> = new Set(["epoch", ...recordColumns]);

function extraOf(record: EpochRecord): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !usual.has(name)));
}
