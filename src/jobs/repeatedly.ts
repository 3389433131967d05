/** Work that is asked for again and again, and done once at a time. */
import { AsyncResource } from "node:async_hooks";

/** Does its work whenever it is asked; asked while it works, once more afterwards. */
export class Repeatedly {
  readonly #work: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #working: Promise<void> | null = null;
  #asked = false;
  #ended = false;

  /** `failed`: is told what the work threw. */
  constructor(work: () => Promise<void>, failed: (error: unknown) => void) {
    this.#work = AsyncResource.bind(work); // it is no part of what asks for it, such as a transaction
    this.#failed = failed;
  }

  /** Asks for the work. */
  ask(): void {
    if (this.#ended) return;
    this.#asked = true;
    this.#working ??= this.#run();
  }

  /** Waits for what is under way; nothing is done any more. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#asked = false;
    await this.#working;
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // never while `ask` is called
    while (this.#asked) {
      this.#asked = false;
      try {
        await this.#work();
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#working = null;
  }
}
