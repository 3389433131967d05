/** Work that waits for a pause: at each key, what a key leads to is put off, and only the last of it is done. */

/** Milliseconds of a pause. */
const pauseMs = 150;

/** Puts off work by its name. */
export class Later {
  readonly #waiting = new Map<string, () => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Work to do once nothing more has come for a while; other work of that name is forgotten. */
  put(name: string, work: () => void): void {
    this.#waiting.set(name, work);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#do(), pauseMs);
  }

  /** Does nothing of what waits. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  #do(): void {
    const works = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const work of works) work();
  }
}
