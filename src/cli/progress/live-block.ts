/**
 * A block of lines at the bottom of a terminal that is redrawn in place, with lasting lines scrolling above it.
 *
 * A resource: it hides the cursor and must be closed, which leaves the lasting lines and removes the block.
 */
import { stripVTControlCharacters } from "node:util";
import type { Screen } from "../terminal.ts";

/** Codes of the terminal. */
const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";
const clearBelow = "\u001b[J";

/** A block on a screen. */
export class LiveBlock {
  readonly #screen: Screen;
  #lines = 0;
  #shown = "";
  /** Width at which the block was drawn; a narrower window wraps its lines since. */
  #widths: readonly number[] = [];

  constructor(screen: Screen) {
    this.#screen = screen;
    screen.write(hideCursor);
  }

  /** Prints `lasting` lines above and draws `block` anew; `block` lines must not be longer than the screen is wide. */
  draw(block: readonly string[], lasting: readonly string[] = []): void {
    const text = [...lasting, ...block].map((line) => `${line}\n`).join("");
    const shown = `${this.#screen.columns()}\n${text}`;
    if (lasting.length === 0 && shown === this.#shown) return;
    this.#shown = shown;
    this.#screen.write(`${this.#erase()}${text}`);
    this.#lines = block.length;
    this.#widths = block.map((line) => [...stripVTControlCharacters(line)].length);
  }

  /** Removes the block and shows the cursor again. */
  close(): void {
    this.#screen.write(`${this.#erase()}${showCursor}`);
    this.#lines = 0;
  }

  #erase(): string {
    if (this.#lines === 0) return "";
    const columns = Math.max(1, this.#screen.columns());
    const height = this.#widths.reduce((rows, width) => rows + Math.max(1, Math.ceil(width / columns)), 0);
    return `\u001b[${height}A\r${clearBelow}`;
  }
}
