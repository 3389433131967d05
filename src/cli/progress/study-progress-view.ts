/**
 * How a study's events are shown: keeps the progress state and says which lines each event leaves.
 */
import type { Clock } from "../../core/clock.ts";
import type { FollowedStudyEvent } from "../../live/follow-news.ts";
import { factsOf, newStudyState, type StudyState, studyMoves } from "../../live/study-state.ts";
import type { PlannedTrial } from "../../records/storage.ts";
import type { ProgressView } from "./display.ts";
import { lastingStudyLine } from "./lines.ts";
import { type Alignment, alignmentOf, nameText, renderBlock } from "./render.ts";
import { formatLoss, formatRoughDuration, formatShare, type Style } from "./text.ts";

/** The view of a study. */
export class StudyProgressView implements ProgressView<FollowedStudyEvent> {
  readonly #align: Alignment;
  readonly #clock: Clock;
  /** Of the run. */
  #startedAt: number;
  #state: StudyState;

  constructor({ clock, trials }: { readonly clock: Clock; readonly trials: readonly PlannedTrial[] }) {
    this.#align = alignmentOf(trials.map(factsOf));
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#state = newStudyState(trials.length);
  }

  follow(event: FollowedStudyEvent, style: Style): string | null {
    const now = this.#clock.now();
    if (event.kind === "following") this.#startedAt = now - (event.run?.agoSeconds ?? 0);
    const key = "trial" in event ? event.trial.key : null;
    const running = this.#state.running.find((trial) => trial.key === key);
    const line = lastingStudyLine(event, { align: this.#align, style, running, now });
    this.#state = studyMoves(this.#state, { event, now });
    return line;
  }

  block(style: Style, rows: number): readonly string[] {
    const now = this.#clock.now();
    return renderBlock(this.#state, { style, rows, align: this.#align, elapsedSeconds: now - this.#startedAt, now });
  }

  suffix(event: FollowedStudyEvent): string {
    if (event.kind !== "trial" && event.kind !== "failed") return "";
    const { done, total, secondsLeft } = this.#state;
    const left = secondsLeft === null || done >= total ? "" : `, ${formatRoughDuration(secondsLeft)} left`;
    return `  (${done}/${total}${left})`;
  }

  sign(event: FollowedStudyEvent): string | null {
    if (event.kind !== "trial" || event.event.kind !== "epoch") return null;
    const { epoch, trainLoss, validationAccuracy } = event.event.record;
    const facts = factsOf(event.trial);
    const figures = `loss ${formatLoss(trainLoss)}  validation ${formatShare(validationAccuracy)}`;
    return `  ${nameText(facts, this.#align)}  epoch ${epoch}/${facts.epochs}  ${figures}`;
  }
}
