/**
 * Progress as JSON lines, one per event, for programs.
 */
import { printableJson } from "../../core/printable.ts";
import type { Screen } from "../terminal.ts";
import type { ProgressDisplay } from "./display.ts";

/** Prints each event as `shown` makes it. */
export class JsonDisplay<E extends object> implements ProgressDisplay<E> {
  readonly #screen: Screen;
  readonly #shown: (event: E) => object;

  constructor(screen: Screen, shown: (event: E) => object = (event) => event) {
    this.#screen = screen;
    this.#shown = shown;
  }

  handle(event: E): void {
    this.#screen.write(`${printableJson(JSON.stringify(this.#shown(event)))}\n`);
  }

  close(): void {}
}
