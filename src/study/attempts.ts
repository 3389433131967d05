/** How often trials of a run were begun, and on which kinds of processor. */

/** What a run knows of it. */
export class Attempts {
  readonly #counts = new Map<string, number>();
  readonly #processors = new Map<string, string>();

  /** How often the trial, or the slice of it that is under way, was begun. */
  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** What its next slice is to be done on; null where that is not known. */
  processorOf(key: string): string | null {
    return this.#processors.get(key) ?? null;
  }

  begin(key: string): void {
    this.#counts.set(key, this.of(key) + 1);
  }

  /** A slice of the trial got through on a processor, and the next is begun for the first time. */
  beginSlice(key: string, processor: string): void {
    this.#counts.set(key, 1);
    this.#processors.set(key, processor);
  }

  /** Nothing is left of what was computed of it. */
  beginAnew(key: string): void {
    this.#processors.delete(key);
  }
}
