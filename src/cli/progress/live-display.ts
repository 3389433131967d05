/**
 * Progress at a terminal: a block that is redrawn at the bottom, lasting lines above it.
 */
import type { Screen } from "../terminal.ts";
import type { ProgressDisplay, ProgressView } from "./display.ts";
import { LiveBlock } from "./live-block.ts";

/** Milliseconds between drawings at most; the clock in the block moves on without events too. */
const redrawMs = 200;

/** The display. */
export class LiveDisplay<E> implements ProgressDisplay<E> {
  readonly #screen: Screen;
  readonly #view: ProgressView<E>;
  readonly #block: LiveBlock;
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #lasting: string[] = [];

  constructor(screen: Screen, view: ProgressView<E>) {
    this.#screen = screen;
    this.#view = view;
    this.#block = new LiveBlock(this.#screen);
    this.#stopListening = this.#screen.onResize(() => this.#draw());
    this.#timer = setInterval(() => this.#draw(), redrawMs);
    this.#draw();
  }

  handle(event: E): void {
    const line = this.#view.follow(event, this.#style());
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

  /** One row is left free: a block of full height would scroll away what it should take back. */
  #draw(): void {
    const lines = this.#view.block(this.#style(), Math.max(1, this.#screen.rows() - 1));
    this.#block.draw(lines, this.#lasting);
    this.#lasting = [];
  }

  /** One column is left free: a full last column makes some terminals wrap. */
  #style() {
    return { columns: Math.max(1, this.#screen.columns() - 1), color: this.#screen.color };
  }
}
