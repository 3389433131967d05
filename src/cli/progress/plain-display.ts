/**
 * Progress as plain lines, for logs and pipes: one for each trial that ends, and a sign of life now and then.
 */
import type { Clock } from "../../core/clock.ts";
import type { StudyEvent } from "../../study/events.ts";
import type { Screen } from "../terminal.ts";
import type { DisplaySetup, ProgressDisplay } from "./display.ts";
import { nameText } from "./render.ts";
import { factsOf } from "./state.ts";
import { formatEstimate, formatLoss, formatShare } from "./text.ts";
import { Tracker } from "./tracker.ts";

/** Seconds without a line after which the next epoch gets one. */
const quietSeconds = 15;
/** Lines of a log are not cut. */
const style = { columns: Number.POSITIVE_INFINITY, color: false };

/** The display. */
export class PlainDisplay implements ProgressDisplay {
  readonly #screen: Screen;
  readonly #clock: Clock;
  readonly #tracker: Tracker;
  #lastLineAt: number;

  constructor({ terminal, clock, trials }: DisplaySetup) {
    this.#screen = terminal.err;
    this.#clock = clock;
    this.#tracker = new Tracker({ clock, trials });
    this.#lastLineAt = clock.now();
  }

  handle(event: StudyEvent): void {
    const line = this.#tracker.follow(event, style) ?? this.#epochLine(event);
    if (line === null) return;
    const counts = event.kind === "trial" || event.kind === "failed" ? this.#countsText() : "";
    this.#screen.write(`${line}${counts}\n`);
    this.#lastLineAt = this.#clock.now();
  }

  close(): void {}

  #countsText(): string {
    const { done, total, secondsLeft } = this.#tracker.state;
    const left = secondsLeft === null || done >= total ? "" : `, ${formatEstimate(secondsLeft)} left`;
    return `  (${done}/${total}${left})`;
  }

  #epochLine(event: StudyEvent): string | null {
    if (event.kind !== "trial" || event.event.kind !== "epoch") return null;
    if (this.#clock.now() - this.#lastLineAt < quietSeconds) return null;
    const { epoch, trainLoss, validationAccuracy } = event.event.record;
    const facts = factsOf(event.trial);
    const figures = `loss ${formatLoss(trainLoss)}  validation ${formatShare(validationAccuracy)}`;
    return `  ${nameText(facts, this.#tracker.align)}  epoch ${epoch}/${facts.epochs}  ${figures}`;
  }
}
