/** Work that may be put off, so that much of it is done together. */
import { systemClock } from "../core/clock.ts";

/** How seldom, in seconds. */
export interface HowSeldom {
  readonly least: number;
  readonly most: number;
  /** The pause after work that took one second: where the other side is busy, it is asked less. */
  readonly timesOfTheLast: number;
}

/** Asks for work that can wait, once for all that is wished until its time has come; at once after a pause. */
export class Seldom {
  readonly #ask: () => void;
  readonly #often: HowSeldom;
  #notBefore = 0;
  #later: NodeJS.Timeout | null = null;

  constructor(often: HowSeldom, ask: () => void) {
    this.#often = often;
    this.#ask = ask;
  }

  /** The work is wished. */
  wish(): void {
    const wait = this.#notBefore - systemClock.now();
    if (wait <= 0) this.#ask();
    else
      this.#later ??= setTimeout(() => {
        this.#later = null;
        this.#ask();
      }, wait * 1000);
  }

  /** Does the work, and decides when it is asked for again. */
  async do(work: () => Promise<void>): Promise<void> {
    const begun = systemClock.now();
    await work();
    const { least, most, timesOfTheLast } = this.#often;
    const now = systemClock.now();
    this.#notBefore = now + Math.min(most, Math.max(least, (now - begun) * timesOfTheLast));
  }

  end(): void {
    clearTimeout(this.#later ?? undefined);
  }
}
