/**
 * Which trials are a run's to compute, where several studies of a store share them: those that the run of another study computes are looked for
 * until they have a result, or until that run has given them up or is gone.
 */
import type { PlannedTrial, Storage } from "../records/storage.ts";

/** What is told of trials that another run has. */
export type ElsewhereMessage =
  /** One is computed there now; told once. */
  | { readonly kind: "elsewhere" }
  /** The trial with this key has its result. */
  | { readonly kind: "found"; readonly trial: string }
  /** It is time to claim them again. */
  | { readonly kind: "look" };

/** Seconds after which it is seen whether trials are still computed there. */
const lookEverySeconds = 2;

/** The claims of a run; `close` must be called. */
export class TrialsElsewhere {
  readonly #storage: Storage;
  readonly #study: string;
  readonly #tell: (message: ElsewhereMessage) => void;
  readonly #trials = new Map<string, PlannedTrial>();
  #looking: NodeJS.Timeout | undefined;
  #isTold = false;

  /** `study`: whose run it is, which has the right to run. */
  constructor(storage: Storage, study: string, tell: (message: ElsewhereMessage) => void) {
    this.#storage = storage;
    this.#study = study;
    this.#tell = tell;
  }

  /** Trials that another run has, or whose result is still to be taken. */
  get count(): number {
    return this.#trials.size;
  }

  /** Claims trials. Returns those that are the run's; the others are told of. */
  async claim(trials: readonly PlannedTrial[]): Promise<readonly PlannedTrial[]> {
    const ours: PlannedTrial[] = [];
    for (const trial of trials) {
      const claim = await this.#storage.claimTrial(this.#study, trial.key);
      if (claim === "ours") ours.push(trial);
      else this.#trials.set(trial.key, trial);
      if (claim === "ended") this.#tell({ kind: "found", trial: trial.key });
      if (claim === "elsewhere") this.#wait();
    }
    return ours;
  }

  /** The run computes a trial no more. */
  async giveUp(key: string): Promise<void> {
    await this.#storage.giveUpTrial(this.#study, key);
  }

  /** A result is taken. */
  take(key: string): void {
    this.#trials.delete(key);
  }

  /** All of them, to be claimed again. */
  takeAll(): readonly PlannedTrial[] {
    const trials = [...this.#trials.values()];
    this.#trials.clear();
    return trials;
  }

  close(): void {
    clearTimeout(this.#looking);
  }

  #wait(): void {
    if (!this.#isTold) this.#tell({ kind: "elsewhere" });
    this.#isTold = true;
    this.#looking ??= setTimeout(() => {
      this.#looking = undefined;
      this.#tell({ kind: "look" });
    }, lookEverySeconds * 1000);
  }
}
