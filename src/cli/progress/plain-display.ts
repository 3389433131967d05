/**
 * Progress as plain lines, for logs and pipes: the lasting ones, and a sign of life now and then.
 */
import type { Clock } from "../../core/clock.ts";
import type { Screen } from "../terminal.ts";
import type { ProgressDisplay, ProgressView } from "./display.ts";

/** Seconds without a line after which the next event that can gets one. */
const quietSeconds = 15;
/** Lines of a log are not cut. */
const style = { columns: Number.POSITIVE_INFINITY, color: false };

/** The display. */
export class PlainDisplay<E> implements ProgressDisplay<E> {
  readonly #screen: Screen;
  readonly #clock: Clock;
  readonly #view: ProgressView<E>;
  #lastLineAt: number;

  constructor(screen: Screen, { view, clock }: { readonly view: ProgressView<E>; readonly clock: Clock }) {
    this.#screen = screen;
    this.#clock = clock;
    this.#view = view;
    this.#lastLineAt = clock.now();
  }

  handle(event: E): void {
    const line = this.#view.follow(event, style) ?? this.#signOfLife(event);
    if (line === null) return;
    this.#screen.write(`${line}${this.#view.suffix(event)}\n`);
    this.#lastLineAt = this.#clock.now();
  }

  close(): void {}

  #signOfLife(event: E): string | null {
    return this.#clock.now() - this.#lastLineAt < quietSeconds ? null : this.#view.sign(event);
  }
}
