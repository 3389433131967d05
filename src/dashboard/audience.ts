/** Who listens to a server, and how often each is told: the more there are, the less often, so that a run which they watch has the machine. */

/** Listeners that are told at every look; twice as many are told half as often. */
const manyListeners = 10;

/** Counts those who listen. */
export class Audience {
  #size = 0;

  /** How many listen. */
  get size(): number {
    return this.#size;
  }

  /** Another one, for as long as it listens. */
  async with(listen: () => Promise<void>): Promise<void> {
    this.#size += 1;
    try {
      await listen();
    } finally {
      this.#size -= 1;
    }
  }

  /** Milliseconds between two tellings of one listener, where it would be told every `leastMs` alone. */
  everyMs(leastMs: number): number {
    return leastMs * Math.max(1, this.#size / manyListeners);
  }
}
