/**
 * What is asked of a trial's epochs, without making records of all of them where they are packed (`packed-epochs.ts`).
 */
import type { EpochRecord, EpochTiming, TrialRecord } from "./records.ts";

/** Epochs of a trial, 1, 2, 3 …, that become records and timings when they are asked for; `index` counts from 0. */
export interface PackedEpochs {
  readonly length: number;
  record(index: number): EpochRecord;
  timing(index: number): EpochTiming;
  validationAccuracy(index: number): number;
}

/** Makes lists of packed epochs, and may keep some. */
export interface Unpacking {
  records(packed: PackedEpochs): readonly EpochRecord[];
  timings(packed: PackedEpochs): readonly EpochTiming[];
}

/** What a packed trial is made from. `timed`: it has timings. */
interface Packing {
  readonly packed: PackedEpochs;
  readonly timed: boolean;
  readonly unpacking: Unpacking;
}

/** A trial whose lists of epochs and timings are made when they are asked for. */
export class PackedTrial implements TrialRecord {
  declare readonly key: TrialRecord["key"]; // declared, so that members stand in the order in which they are set
  declare readonly config: TrialRecord["config"];
  declare readonly state: TrialRecord["state"];
  declare readonly epochs: TrialRecord["epochs"];
  declare readonly timings: TrialRecord["timings"];
  declare readonly result: TrialRecord["result"];
  declare readonly failure: TrialRecord["failure"];
  readonly #packing: Packing;

  constructor({ key, config, state, result, failure }: Omit<TrialRecord, "epochs" | "timings">, packing: Packing) {
    this.key = key;
    this.config = config;
    this.state = state;
    Object.defineProperties(this, PackedTrial.#lists);
    this.result = result;
    this.failure = failure;
    this.#packing = packing;
  }

  /** Own members, as in any trial; the getters are those of all, for with getters of its own each object would have a layout of its own. */
  static readonly #lists: PropertyDescriptorMap & ThisType<PackedTrial> = {
    epochs: {
      enumerable: true,
      get() {
        const { packed, unpacking } = this.#packing;
        return unpacking.records(packed);
      },
    },
    timings: {
      enumerable: true,
      get() {
        const { packed, timed, unpacking } = this.#packing;
        return timed ? unpacking.timings(packed) : [];
      },
    },
  };

  /** How the epochs of a trial are packed; null where they are records. */
  static packingOf(trial: object): Packing | null {
    return #packing in trial ? trial.#packing : null;
  }
}

type WithEpochs = Pick<TrialRecord, "epochs">;
type WithTimings = Pick<TrialRecord, "timings">;

/** How many epochs a trial has. */
export function epochCount(trial: WithEpochs): number {
  return PackedTrial.packingOf(trial)?.packed.length ?? trial.epochs.length;
}

/** The epoch at a place of a trial's list; undefined behind its end. */
export function epochAt(trial: WithEpochs, index: number): EpochRecord | undefined {
  const packed = PackedTrial.packingOf(trial)?.packed;
  if (packed === undefined) return trial.epochs[index];
  return index < packed.length ? packed.record(index) : undefined;
}

/** Its number and validation accuracy. */
export function accuracyOfEpoch(
  trial: WithEpochs,
  index: number,
): Pick<EpochRecord, "epoch" | "validationAccuracy"> | undefined {
  const packed = PackedTrial.packingOf(trial)?.packed;
  if (packed === undefined) return trial.epochs[index];
  return index < packed.length ? { epoch: index + 1, validationAccuracy: packed.validationAccuracy(index) } : undefined;
}

/** A figure of each timing of a trial, in their order. */
export function timingFigures(trial: WithTimings, figure: (timing: EpochTiming) => number): readonly number[] {
  const packing = PackedTrial.packingOf(trial);
  if (packing === null) return trial.timings.map(figure);
  const { packed, timed } = packing;
  const figures: number[] = [];
  if (timed) for (let index = 0; index < packed.length; index++) figures.push(figure(packed.timing(index)));
  return figures;
}

/** Seconds of an epoch, training and evaluation together. */
export function secondsOfEpoch({ trainSeconds, evaluateSeconds }: EpochTiming): number {
  return trainSeconds + evaluateSeconds;
}
