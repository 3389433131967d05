/**
 * Progress at a terminal: a block that is redrawn at the bottom, the lines of ended trials above it.
 */
import type { StudyEvent } from "../../study/events.ts";
import type { Screen } from "../terminal.ts";
import type { DisplaySetup, ProgressDisplay } from "./display.ts";
import { LiveBlock } from "./live-block.ts";
import { renderBlock } from "./render.ts";
import { Tracker } from "./tracker.ts";

/** Milliseconds between drawings at most; the clock in the block moves on without events too. */
const redrawMs = 200;

/** The display. */
export class LiveDisplay implements ProgressDisplay {
  readonly #screen: Screen;
  readonly #tracker: Tracker;
  readonly #block: LiveBlock;
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #lasting: string[] = [];

  constructor({ terminal, clock, trials }: DisplaySetup) {
    this.#screen = terminal.err;
    this.#tracker = new Tracker({ clock, trials });
    this.#block = new LiveBlock(this.#screen);
    this.#stopListening = this.#screen.onResize(() => this.#draw());
    this.#timer = setInterval(() => this.#draw(), redrawMs);
    this.#draw();
  }

  handle(event: StudyEvent): void {
    const line = this.#tracker.follow(event, this.#style());
    if (line === null) return;
    this.#lasting.push(line);
    this.#draw();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#stopListening();
    this.#draw();
    this.#block.close();
  }

  #draw(): void {
    const { state, align, elapsedSeconds } = this.#tracker;
    const lines = renderBlock(state, { style: this.#style(), rows: this.#screen.rows(), align, elapsedSeconds });
    this.#block.draw(lines, this.#lasting);
    this.#lasting = [];
  }

  /** One column is left free: a full last column makes some terminals wrap. */
  #style() {
    return { columns: Math.max(1, this.#screen.columns() - 1), color: this.#screen.color };
  }
}
