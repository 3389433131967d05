/**
 * How a study's events are shown: keeps the progress state and says which lines each event leaves.
 */
import type { Clock } from "../../core/clock.ts";
import { factsOf, newStudyState, type StudyState, studyMoves } from "../../live/study-state.ts";
import type { PlannedTrial } from "../../records/storage.ts";
import type { StudyEvent } from "../../study/events.ts";
import type { ProgressView } from "./display.ts";
import { lastingStudyLine } from "./lines.ts";
import { type Alignment, alignmentOf, nameText, renderBlock } from "./render.ts";
import { formatLoss, formatRoughDuration, formatShare, type Style } from "./text.ts";

/** The view of a study. */
export class StudyProgressView implements ProgressView<StudyEvent> {
  readonly #align: Alignment;
  readonly #clock: Clock;
  readonly #startedAt: number;
  #state: StudyState;

  constructor({ clock, trials }: { readonly clock: Clock; readonly trials: readonly PlannedTrial[] }) {
    this.#align = alignmentOf(trials.map(factsOf));
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#state = newStudyState(trials.length);
  }

  follow(event: StudyEvent, style: Style): string | null {
    const now = this.#clock.now();
    const key = "trial" in event ? event.trial.key : null;
    const running = this.#state.running.find((trial) => trial.key === key);
    const line = lastingStudyLine(event, { align: this.#align, style, running, now });
    this.#state = studyMoves(this.#state, { event, now });
    return line;
  }

  block(style: Style, rows: number): readonly string[] {
    const elapsedSeconds = this.#clock.now() - this.#startedAt;
    return renderBlock(this.#state, { style, rows, align: this.#align, elapsedSeconds });
  }

  suffix(event: StudyEvent): string {
    if (event.kind !== "trial" && event.kind !== "failed") return "";
    const { done, total, secondsLeft } = this.#state;
    const left = secondsLeft === null || done >= total ? "" : `, ${formatRoughDuration(secondsLeft)} left`;
    return `  (${done}/${total}${left})`;
  }

  sign(event: StudyEvent): string | null {
    if (event.kind !== "trial" || event.event.kind !== "epoch") return null;
    const { epoch, trainLoss, validationAccuracy } = event.event.record;
    const facts = factsOf(event.trial);
    const figures = `loss ${formatLoss(trainLoss)}  validation ${formatShare(validationAccuracy)}`;
    return `  ${nameText(facts, this.#align)}  epoch ${epoch}/${facts.epochs}  ${figures}`;
  }
}
