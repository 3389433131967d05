/**
 * Whether a run that is followed still runs: what its pulse tells, and what its silence does.
 *
 * A run tells of itself about once a second. Clocks of two machines may differ, so only the first look goes by the time that the pulse says;
 * from then on a pulse that moves was heard of now, by the follower's own clock.
 */
import type { RunPulse } from "../records/run-progress.ts";
import type { FollowNews } from "./follow-news.ts";

/** Seconds after which silence is told, and after which a process that is not there any more is taken for gone. */
const silentAfter = 10;
const goneAfter = 3;

/** Whether a run has said its last word. */
export function isOver({ state }: Pick<RunPulse, "state">): boolean {
  return state !== "running" && state !== "stopping";
}

/** Whether two pulses are of two runs. */
export function isAnother(one: RunPulse | null, other: RunPulse | null): boolean {
  return one?.pid !== other?.pid || one?.startedAt !== other?.startedAt;
}

/** What a watch goes by. */
export interface WatchOptions {
  /** Whether the process of a run is known to be gone; false where that cannot be known, as of another machine. */
  readonly isGone: (run: Pick<RunPulse, "pid" | "host">) => boolean;
  /** Said of a run that is gone. */
  readonly advice: string;
}

/** Watches one run, and the next one in the same store. */
export class Watch {
  readonly #options: WatchOptions;
  #last: RunPulse | null = null;
  #heardAt = 0;
  #silent = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Whether it has been silent for long. */
  get silent(): boolean {
    return this.#silent;
  }

  /** Seconds since the run was last heard of; by the pulse's clock where that has not moved yet. */
  quietSeconds(now: number): number {
    return this.#last === null ? Number.POSITIVE_INFINITY : now - this.#heardAt;
  }

  /**
   * What a look at a store tells of the run itself. `moved`: something else was found changed; `now`: seconds since 1970.
   * The last one is `lost` where the run is gone.
   */
  look(
    pulse: RunPulse | null,
    { moved, now }: { readonly moved: boolean; readonly now: number },
  ): readonly FollowNews[] {
    if (pulse === null) return this.#neverHeard();
    const before = this.#last;
    this.#last = pulse;
    if (before === null) this.#heardAt = Math.min(now, pulse.heardAt);
    else if (moved || before.heardAt !== pulse.heardAt) this.#heardAt = now;
    if (isOver(pulse)) return this.#ended(pulse);
    const age = now - this.#heardAt;
    if (age >= goneAfter && this.#options.isGone(pulse)) return [{ kind: "lost", sentence: this.#gone(pulse, age) }];
    if (age < silentAfter) return this.#setSilent(false) ? [{ kind: "heard" }] : [];
    return this.#setSilent(true) ? [{ kind: "silent", agoSeconds: age }] : [];
  }

  #neverHeard(): readonly FollowNews[] {
    return this.#setSilent(true) ? [{ kind: "silent", agoSeconds: null }] : [];
  }

  #ended({ state, sentence }: RunPulse): readonly FollowNews[] {
    return state === "failed" ? [{ kind: "lost", sentence: `The run ended with an error: ${sentence}` }] : [];
  }

  #gone({ pid }: RunPulse, age: number): string {
    const ago =
      age < 120 ? `${Math.round(age)} s` : age < 7200 ? `${Math.round(age / 60)} min` : `${Math.round(age / 3600)} h`;
    return `The run ended without a word some ${ago} ago: its process ${pid} is gone. What it recorded is kept. ${this.#options.advice}`;
  }

  /** Whether that is news. */
  #setSilent(silent: boolean): boolean {
    const news = silent !== this.#silent;
    this.#silent = silent;
    return news;
  }
}
