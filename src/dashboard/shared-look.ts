/** A look at a store that all who ask meanwhile share, and that is good enough for a while. */

/** Milliseconds for which a look is good enough. */
const freshMs = 1000;

/** Looks one after another. */
export class SharedLook {
  readonly #take: () => Promise<void>;
  #looking: Promise<void> | null = null;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  /** What the last look failed with: as good for a while as what it would have found. */
  #failure: { readonly error: unknown } | null = null;

  /** `take`: looks once. */
  constructor(take: () => Promise<void>) {
    this.#take = take;
  }

  /** Waits until the store has been looked at now or a moment ago. Errors: those of the store. */
  async look(): Promise<void> {
    if (this.#looking !== null) return this.#looking;
    if (performance.now() - this.#lookedAtMs < freshMs) {
      if (this.#failure !== null) throw this.#failure.error;
      return;
    }
    this.#looking = this.#take();
    this.#failure = null;
    try {
      await this.#looking;
    } catch (error) {
      this.#failure = { error };
      throw error;
    } finally {
      this.#lookedAtMs = performance.now();
      this.#looking = null;
    }
  }

  /** The same, by a look that begins now. */
  async lookAnew(): Promise<void> {
    await this.#looking?.catch(() => {}); // who asked for that one is told
    this.#lookedAtMs = Number.NEGATIVE_INFINITY;
    await this.look();
  }
}
