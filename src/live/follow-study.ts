/**
 * A study that runs elsewhere, from its store: each look gives the events since the last one, so that whoever shows a run
 * shows a followed one alike.
 *
 * What is recorded is told from the records, what is under way from the run's pulse. A trial that begins and ends between two looks
 * is told whole. Of what was recorded before the first look, only what is under way is told, and how much there is.
 */
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import type { StudyPulse, TrialPulse } from "../records/run-progress.ts";
import type { ChangeCursor, Storage, StudyChanges, TrialHead } from "../records/storage.ts";
import type { StudyNews, StudyProgress, TrialPlace } from "../study/events.ts";
import type { FollowedStudyEvent, FollowNews, FoundTrial } from "./follow-news.ts";
import { isAnother, isOver, type Watch } from "./watch.ts";

/** What is read of a store. */
export type FollowedStorage = Pick<Storage, "changesSince" | "getTrial">;

type News = StudyNews | FollowNews | FoundTrial;

/** How far a trial under way was told: its epochs, and what the pulse said of the next one. */
interface Told {
  readonly epochs: number;
  readonly progress: TrialPulse["progress"];
}

/** Follows one study. */
export class StudyFollower {
  readonly #name: string;
  readonly #watch: Watch;
  #cursor: ChangeCursor | null = null;
  #study: StudyRecord | null = null;
  #pulse: StudyPulse | null = null;
  readonly #places = new Map<string, number>();
  readonly #heads = new Map<string, TrialHead>();
  /** Trials under way. */
  readonly #told = new Map<string, Told>();

  constructor(name: string, watch: Watch) {
    this.#name = name;
    this.#watch = watch;
  }

  /** Trials of the study as last seen, in its order. */
  get trials(): readonly TrialHead[] {
    return (this.#study?.trialKeys ?? []).flatMap((key) => this.#heads.get(key) ?? []);
  }

  /** What is new in the store; `now`: seconds since 1970. Errors: those of the store. */
  async look(storage: FollowedStorage, now: number): Promise<readonly FollowedStudyEvent[]> {
    const changes = await storage.changesSince(this.#name, this.#cursor);
    const before = this.#pulse;
    const anew = this.#isAnew(changes);
    const ended = this.#take(changes, anew);
    const begins = anew || isAnother(before, this.#pulse);
    if (begins) this.#told.clear();
    const news: News[] = begins ? [this.#following()] : [];
    news.push(...this.#runNews(begins ? null : before));
    for (const key of [...ended, ...this.#underWay()]) news.push(...(await this.#trialNews(storage, key)));
    const moved = changes.trials.length > 0 && !changes.whole;
    news.push(...this.#watch.look(this.#pulse, { moved, now }), ...this.#end());
    if (news.length === 0) return [];
    const progress = this.#progress();
    return news.map((one) => ({ ...one, progress }));
  }

  /** A sentence as an event. */
  say(sentence: string): FollowedStudyEvent {
    return { kind: "waiting", sentence, progress: this.#progress() };
  }

  /** Whether the records are to be taken in from nothing: at first, and where the store was made again or an earlier copy was put back. */
  #isAnew({ whole, cursor }: StudyChanges): boolean {
    return this.#cursor === null || (whole && this.#cursor.store !== null && cursor.store !== null);
  }

  /** Takes in what a look gave; keys of the trials that ended or failed since the last one. */
  #take({ cursor, study, trials, pulse }: StudyChanges, anew: boolean): readonly string[] {
    if (anew) this.#heads.clear();
    this.#cursor = cursor;
    this.#pulse = pulse;
    if (study !== null) {
      this.#study = study;
      this.#places.clear();
      for (const [index, key] of study.trialKeys.entries()) this.#places.set(key, index);
    }
    const ended = trials.filter((head) => hasEnded(head) && this.#heads.get(head.key)?.state !== head.state);
    for (const head of trials) this.#heads.set(head.key, head);
    return anew ? [] : ended.map(({ key }) => key);
  }

  #following(): FollowNews {
    const pulse = this.#pulse;
    if (pulse === null || isOver(pulse)) return { kind: "following", run: null };
    const { pid, host, workers, heardAt, startedAt } = pulse;
    return { kind: "following", run: { pid, host, workers, agoSeconds: heardAt - startedAt } };
  }

  /** What the pulse tells of the whole run that it did not tell before. */
  #runNews(before: StudyPulse | null): readonly News[] {
    const { phase = null, state } = this.#pulse ?? {};
    const begun = phase !== null && phase.phase !== before?.phase?.phase;
    const asked = state === "stopping" && before?.state !== "stopping";
    return [
      ...(begun ? [{ kind: "phase", ...phase } as const] : []),
      ...(asked ? [{ kind: "asked-to-stop" } as const] : []),
    ];
  }

  /** Keys of the trials under way: those that the run tells of, or that are marked so where no run tells anything. */
  #underWay(): readonly string[] {
    const pulse = this.#pulse;
    const marked = (): readonly string[] =>
      this.trials.filter(({ state }) => state === "running").map(({ key }) => key);
    const keys = pulse === null ? marked() : isOver(pulse) ? [] : pulse.trials.map(({ key }) => key);
    return keys.filter((key) => this.#heads.has(key) && !hasEnded(this.#heads.get(key)!)); // the records are ahead of the pulse
  }

  async #trialNews(storage: FollowedStorage, key: string): Promise<readonly News[]> {
    const head = this.#heads.get(key)!;
    const place = { trial: { key, config: head.config }, index: this.#places.get(key) ?? 0 };
    if (head.state === "failed") {
      this.#told.delete(key);
      return [{ kind: "failed", sentence: head.failure ?? "", ...place }];
    }
    const told = this.#told.get(key);
    const record = told === undefined || told.epochs < head.epochsDone ? await storage.getTrial(key) : null;
    const news =
      record === null ? [] : told === undefined ? [this.#found(record, place)] : epochNews(record, place, told);
    const { result } = record ?? head;
    if (result !== null) {
      this.#told.delete(key);
      return [...news, { kind: "trial", ...place, event: { kind: "finished", result } }];
    }
    const epochs = record?.epochs.length ?? told?.epochs ?? 0;
    const progress = this.#pulseOf(key)?.progress ?? null;
    this.#told.set(key, { epochs, progress });
    const isNews = progress !== null && progress.epoch > epochs && !isSame(progress, told?.progress ?? null);
    return isNews ? [...news, { kind: "trial", ...place, event: { kind: "progress", ...progress } }] : news;
  }

  #found({ key, epochs, timings }: TrialRecord, place: TrialPlace): FoundTrial {
    const pulse = this.#pulseOf(key);
    const timed = timings.reduce((sum, { trainSeconds, evaluateSeconds }) => sum + trainSeconds + evaluateSeconds, 0);
    const agoSeconds = pulse === undefined ? timed : this.#pulse!.heardAt - pulse.startedAt;
    return { kind: "found", ...place, epochs, agoSeconds };
  }

  #pulseOf(key: string): TrialPulse | undefined {
    return this.#pulse?.trials.find((trial) => trial.key === key);
  }

  /** A run that tells nothing is over when nothing is left to run. */
  #end(): readonly News[] {
    const state = this.#pulse?.state;
    if (state === "complete" || state === "stopped") return [{ kind: "ended", outcome: state }];
    const heads = this.#pulse === null ? this.trials : [];
    return heads.length > 0 && heads.every(({ result }) => result !== null)
      ? [{ kind: "ended", outcome: "complete" }]
      : [];
  }

  /** Counts go by the records, which are ahead of the pulse; what is to come is the pulse's. */
  #progress(): StudyProgress {
    const heads = this.trials;
    const { total = 0, secondsLeft = null } = this.#pulse?.progress ?? {};
    return {
      done: heads.filter(({ result }) => result !== null).length,
      failed: heads.filter(({ state }) => state === "failed").length,
      running: this.#told.size,
      total: Math.max(total, heads.length),
      secondsLeft: this.#pulse === null || isOver(this.#pulse) ? null : secondsLeft,
    };
  }
}

function hasEnded({ result, state }: TrialHead): boolean {
  return result !== null || state === "failed";
}

/** The epochs of a trial that were not told. */
function epochNews({ epochs, timings }: TrialRecord, place: TrialPlace, told: Told): readonly News[] {
  return epochs.slice(told.epochs).map((record) => {
    return { kind: "trial", ...place, event: { kind: "epoch", record, timing: timings[record.epoch - 1]! } };
  });
}

function isSame(one: TrialPulse["progress"], other: TrialPulse["progress"]): boolean {
  return one?.epoch === other?.epoch && one?.step === other?.step;
}
