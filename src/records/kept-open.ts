/** A store that whoever watches it keeps open. */
import { fileIdentity } from "./sqlite/same-file.ts";

/**
 * A store that is kept open, and opened again where its file was replaced, for an open one goes on showing the file that is gone. It is
 * closed while a run is silent, for a file that could only be opened as one that nobody changes is never seen to change.
 */
export class KeptOpen<Store extends { readonly location: string; close(): Promise<void> }> {
  readonly #open: () => Promise<Store>;
  #store: Store | null = null;
  #identity: string | null = null;

  constructor(open: () => Promise<Store>) {
    this.#open = open;
  }

  /** The store, as the file is now. Errors: those of opening it. */
  async get(): Promise<Store> {
    if (this.#store !== null && fileIdentity(this.#store.location) === this.#identity) return this.#store;
    await this.close();
    const store = await this.#open();
    this.#identity = fileIdentity(store.location);
    this.#store = store;
    return store;
  }

  /** Closes it; asking for it opens it again. */
  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = null;
  }
}
