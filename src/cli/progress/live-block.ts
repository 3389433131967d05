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
const clearLine = "\u001b[K";
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

  /**
   * Prints `lasting` lines above and draws `block` anew; `block` lines must not be longer than the screen is wide.
   * A block alone is written over the one that stood there, each line cleared only behind its end: nothing flickers.
   */
  draw(block: readonly string[], lasting: readonly string[] = []): void {
    const shown = `${this.#screen.columns()}\n${[...lasting, ...block].join("\n")}`;
    if (lasting.length === 0 && shown === this.#shown) return;
    this.#shown = shown;
    const text = lasting.length > 0 || this.#lines === 0 ? this.#drawn([...lasting, ...block]) : this.#over(block);
    this.#screen.write(text);
    this.#lines = block.length;
    this.#widths = block.map((line) => [...stripVTControlCharacters(line)].length);
  }

  /** Removes the block and shows the cursor again. */
  close(): void {
    this.#screen.write(`${this.#drawn([])}${showCursor}`);
    this.#lines = 0;
  }

  /** Takes the block back and writes lines in its place. */
  #drawn(lines: readonly string[]): string {
    const erase = this.#lines === 0 ? "" : `${this.#up()}${clearBelow}`;
    return `${erase}${lines.map((line) => `${line}\n`).join("")}`;
  }

  /** Writes a block over the one that stands there. */
  #over(block: readonly string[]): string {
    const rest = this.#height() > block.length ? clearBelow : "";
    return `${this.#up()}${block.map((line) => `${line}${clearLine}\n`).join("")}${rest}`;
  }

  /** To the first line of the block. */
  #up(): string {
    return `\u001b[${this.#height()}A\r`;
  }

  /** Rows that the block takes up now. */
  #height(): number {
    const columns = Math.max(1, this.#screen.columns());
    return this.#widths.reduce((rows, width) => rows + Math.max(1, Math.ceil(width / columns)), 0);
  }
}
