/** Work that would wait for itself: a process has one connection for its jobs, so what is asked of it inside a transaction would wait for that one's end. */
import { AsyncLocalStorage } from "node:async_hooks";
import { InternalError } from "../../core/errors.ts";

/** Knows whether a call comes from inside the work that holds what it asks for, however many calls lie between. */
export class NotWithin {
  readonly #under = new AsyncLocalStorage<{ isOver: boolean }>();

  /** Does the work. What it begins and leaves behind is within it no more once it has ended. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const under = { isOver: false };
    try {
      return await this.#under.run(under, work);
    } finally {
      under.isOver = true;
    }
  }

  /** Errors: a fault of ours where it is called within such work. */
  refuse(what: string): void {
    if (this.#under.getStore()?.isOver === false)
      throw new InternalError(
        `${what} inside a transaction of the same server, whose only connection it would wait for: use the transaction that is under way`,
      );
  }
}
