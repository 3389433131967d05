/** The stores of a dashboard, opened to read when they are first asked for, and closed when they are not there any more. */
import { LabError } from "../core/errors.ts";
import { KeptOpen } from "../records/kept-open.ts";
import { openStorage } from "../records/open.ts";
import { openSearchStorage } from "../records/search-open.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import type { Storage } from "../records/storage.ts";
import type { FoundStore } from "./find-runs.ts";

/** A store, which holds studies or discoveries. */
export interface OpenStore {
  readonly found: FoundStore;
  readonly studies: KeptOpen<Storage>;
  readonly discoveries: KeptOpen<SearchStorage>;
}

/** Whoever asks is told that a store is held by another program, and asks again; waiting for it would hold everybody up. */
const impatient = AbortSignal.abort();

/** The stores that are open. */
export class OpenStores {
  readonly #stores = new Map<string, OpenStore>();

  /** The store at a place; nothing is opened yet. */
  at(found: FoundStore): OpenStore {
    const known = this.#stores.get(found.path);
    if (known !== undefined) return known;
    const options = { mode: "read", signal: impatient } as const;
    const store = {
      found,
      studies: new KeptOpen(() => openStorage(found.target, options)),
      discoveries: new KeptOpen(() => openSearchStorage(found.target, options)),
    };
    this.#stores.set(found.path, store);
    return store;
  }

  /** Closes all but those at these paths. */
  async keep(paths: ReadonlySet<string>): Promise<void> {
    for (const [path, { studies, discoveries }] of this.#stores) {
      if (paths.has(path)) continue;
      this.#stores.delete(path);
      await studies.close();
      await discoveries.close();
    }
  }
}

/** Whether a store, or its file, is not there any more. */
export function isMissing(error: unknown): boolean {
  return error instanceof LabError && (error.code === "no-study" || error.code === "no-discovery");
}

/** Why a store cannot be read. A fault of ours in one hides no other; what it was is told where the dashboard was started. */
export function whyUnread(error: unknown): string {
  if (error instanceof LabError) return error.message;
  console.error(error);
  return "It could not be read, by a fault in Lionlab itself; the dashboard's terminal says more.";
}
