/** Turns of those who may do something only one after another, in the order in which they asked. */
export class Turns {
  #last: Promise<void> = Promise.resolve();
  #asked = 0;

  /** Asks for a turn. `isFree`: nobody was before. It begins when those before have ended theirs; `end` ends it, once, also one that was not used. */
  next(): { readonly isFree: boolean; readonly begun: Promise<void>; end(): void } {
    const isFree = this.#asked === 0;
    const begun = this.#last;
    let settle = (): void => {};
    const ended = new Promise<void>((resolve) => {
      settle = resolve;
    });
    this.#asked++;
    this.#last = begun.then(() => ended);
    const end = (): void => {
      this.#asked--;
      settle();
    };
    return { isFree, begun, end };
  }
}
