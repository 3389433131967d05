/**
 * The trials of a study as they become known: what its source gave so far, in the store and in memory.
 *
 * A study's record holds the trials that are known. At the start of a run the source is asked again from the beginning, with
 * the results that are stored; while it runs, with each result that comes. A kill between a result and the trials that are born
 * of it costs nothing: the next run asks again.
 */
import { InternalError } from "../core/errors.ts";
import { trialPhase } from "../records/records.ts";
import type { PlannedTrial, Storage } from "../records/storage.ts";
import type { StudyPlan } from "./plan.ts";
import { Asked, type SeenTrial, type TrialSource } from "./source.ts";

/** The known trials of a study that runs. */
export class Growth {
  readonly #plan: StudyPlan;
  readonly #storage: Storage;
  readonly #asked: Asked<PlannedTrial, SeenTrial>;
  readonly #blind: boolean;
  /** Every trial once, in the order in which it was first given. */
  readonly #trials = new Map<string, PlannedTrial>();
  readonly #results = new Map<string, Omit<SeenTrial, "trial">>();

  /** The study as far as the store's results let it grow, written to the store. */
  static async open(plan: StudyPlan, storage: Storage): Promise<Growth> {
    const growth = await Growth.of(plan, storage);
    const { trials } = growth;
    await storage.putStudy({ ...plan.study, trialKeys: trials.map(({ key }) => key) }, trials);
    return growth;
  }

  /** The same, written nowhere. */
  static async of(plan: StudyPlan, storage: Storage): Promise<Growth> {
    const growth = new Growth(plan, storage);
    if (!growth.#blind)
      for (const { key, result, best } of await storage.listTrials(null))
        if (result !== null) growth.#results.set(key, { result, best });
    for (let next = growth.#advance(); plan.timed === true && next.length > 0; next = growth.#advance())
      for (const { key } of next) if (growth.hasResult(key)) await growth.#see(key);
    return growth;
  }

  private constructor(plan: StudyPlan, storage: Storage) {
    this.#plan = plan;
    this.#storage = storage;
    const source: TrialSource = plan.source();
    this.#blind = source.blind === true;
    this.#asked = new Asked(source);
  }

  /** The trials that are known, in the study's order. */
  get trials(): readonly PlannedTrial[] {
    return [...this.#trials.values()];
  }

  /** Trials that are still to come, one stand-in each: how many and how long is what counts. */
  get unborn(): readonly PlannedTrial[] {
    const { outline, timed } = this.#plan;
    if (this.#asked.over) return [];
    if (timed !== true) return outline.slice(this.#trials.size);
    const judging = (trials: Iterable<PlannedTrial>) => [...trials].filter(({ config }) => isJudging(config));
    return judging(outline).slice(judging(this.#trials.values()).length);
  }

  /** Seconds of training that the tuning trials recorded which are known; of plans without a budget of time nothing is known. */
  get tuningSeconds(): number {
    const tuning = this.trials.filter(({ config }) => !isJudging(config));
    return tuning.reduce((sum, { key }) => sum + (this.#results.get(key)?.trainSeconds ?? 0), 0);
  }

  /** The trial's result is stored: returns the trials that are born of it, which are stored as well. */
  async settle(key: string): Promise<readonly PlannedTrial[]> {
    if (this.#blind) return [];
    await this.#see(key);
    const born: PlannedTrial[] = [];
    for (let next = this.#advance(); next.length > 0; next = this.#advance()) {
      await this.#storage.extendStudy(this.#plan.study.name, next);
      born.push(...next);
      for (const trial of next) await this.#see(trial.key); // another study of the store may have run it
    }
    return born;
  }

  /** Whether a trial that was given has a result; of blind sources nothing is known here. */
  hasResult(key: string): boolean {
    return this.#results.has(key);
  }

  async #see(key: string): Promise<void> {
    const stored = await this.#storage.getTrial(key);
    if (stored === null) throw new InternalError(`trial ${key} is not in the store`);
    const { result, epochs, timings } = stored;
    if (result === null) return;
    const best = result.bestEpoch === null ? null : epochs[result.bestEpoch - 1]!;
    const trainSeconds = timings.reduce((sum, epoch) => sum + epoch.trainSeconds, 0);
    this.#results.set(key, { result, best, trainSeconds });
  }

  /** New trials that the results known now let be born. */
  #advance(): readonly PlannedTrial[] {
    const born: PlannedTrial[] = [];
    for (const trial of this.#asked.advance((given) => this.#seen(given))) {
      if (this.#trials.has(trial.key)) continue;
      this.#trials.set(trial.key, trial);
      born.push(trial);
    }
    return born;
  }

  #seen(trial: PlannedTrial): SeenTrial | undefined {
    const known = this.#results.get(trial.key);
    if (known === undefined || (this.#plan.timed === true && known.trainSeconds === undefined)) return undefined;
    return { trial, ...known };
  }
}

function isJudging(config: PlannedTrial["config"]): boolean {
  return trialPhase(config) === "evaluation";
}

/** Keys of a study's trials that have a result. */
export async function settledKeys(storage: Storage, study: string): Promise<Set<string>> {
  const states = await storage.listStates(study);
  return new Set([...states].flatMap(([key, state]) => (state === "finished" || state === "diverged" ? [key] : [])));
}
