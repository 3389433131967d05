/**
 * Follows a study's events: keeps the progress state and says which lasting line each event leaves.
 */
import type { Clock } from "../../core/clock.ts";
import type { PlannedTrial } from "../../records/storage.ts";
import type { StudyEvent } from "../../study/events.ts";
import { lastingLine } from "./lines.ts";
import { type Alignment, alignmentOf } from "./render.ts";
import { factsOf, type ProgressState, trialEnds, trialMoves, trialStarts } from "./state.ts";
import type { Style } from "./text.ts";

/** State of a display between events. */
export class Tracker {
  readonly align: Alignment;
  readonly #clock: Clock;
  readonly #startedAt: number;
  #state: ProgressState;

  constructor({ clock, trials }: { readonly clock: Clock; readonly trials: readonly PlannedTrial[] }) {
    this.align = alignmentOf(trials.map(factsOf));
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#state = { total: trials.length, done: 0, secondsLeft: null, running: [] };
  }

  get state(): ProgressState {
    return this.#state;
  }

  get elapsedSeconds(): number {
    return this.#clock.now() - this.#startedAt;
  }

  /** Takes an event in; returns the lasting line that it leaves, if any. */
  follow(event: StudyEvent, style: Style): string | null {
    const now = this.#clock.now();
    const key = "trial" in event ? event.trial.key : null;
    const running = this.#state.running.find((trial) => trial.key === key);
    const line = lastingLine(event, { align: this.align, style, running, now });
    const { total, done, secondsLeft } = event.progress;
    this.#state = { ...this.#moved(event, now), total, done, secondsLeft };
    return line;
  }

  #moved(event: StudyEvent, now: number): ProgressState {
    switch (event.kind) {
      case "trial": {
        const { key } = event.trial;
        if (event.event.kind === "finished") return trialEnds(this.#state, key);
        const started = event.event.kind === "started";
        const state = started ? trialStarts(this.#state, factsOf(event.trial), now) : this.#state;
        return trialMoves(state, key, event.event);
      }
      case "retry":
      case "failed":
        return trialEnds(this.#state, event.trial.key);
      case "started":
      case "stopping":
      case "ended":
        return this.#state;
    }
  }
}
