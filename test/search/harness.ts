/**
 * Discoveries as processes, to be stopped and killed. Uses the build in `dist/`.
 */
import { join } from "node:path";
import { dumpDiscoveries } from "../../src/records/search-dump.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import type { SearchConfig } from "../../src/records/search-records.ts";
import type { DiscoveryEvent } from "../../src/search/events.ts";
import type { SearchBudget } from "../../src/search/plan.ts";
import { type CoordinatorProcess, startCoordinator } from "../study/harness.ts";
import type { Killable } from "../study/killing.ts";

/** A line that a coordinator printed: an event, or an error. */
export type DiscoveryLine =
  | DiscoveryEvent
  | { readonly kind: "error"; readonly code?: string; readonly message: string };

/** What `coordinate.mjs` is told. */
export interface DiscoveryOrder {
  readonly folder: string;
  readonly searches: readonly SearchConfig[];
  readonly budget: Partial<SearchBudget>;
  readonly workers: number;
  /** Where records are kept; in the folder where it is not said. */
  readonly storage?: string;
  readonly real?: boolean;
  readonly dataDir?: string;
}

/** How the fake evaluator behaves: see `fake-evaluator.mjs`. */
export interface FakeOptions {
  readonly milliseconds?: number;
  readonly faults?: "crash" | "throw" | "once" | "refuse" | "always";
  readonly marks?: string;
}

/** Starts a discovery. */
export function discover(
  order: DiscoveryOrder,
  { milliseconds = 2, faults, marks = order.folder }: FakeOptions = {},
): CoordinatorProcess<DiscoveryLine> {
  return startCoordinator(new URL("./coordinate.mjs", import.meta.url), order, {
    FAKE_EVALUATION_MS: String(milliseconds),
    FAKE_FAULTS: faults ?? "",
    FAKE_MARKS: marks,
  });
}

/** Runs a discovery to its end; its records as text, and what it printed. */
export async function discovered(
  order: DiscoveryOrder,
  options: FakeOptions = {},
): Promise<{ readonly dump: string; readonly lines: readonly DiscoveryLine[] }> {
  const lines = await discover(order, options).ended;
  return { dump: await dumpOf(order), lines };
}

/** A discovery to be killed. */
export function killableDiscovery(order: Omit<DiscoveryOrder, "folder">, options: FakeOptions = {}): Killable {
  const { milliseconds: _, ...quick } = options;
  return {
    start: (folder, { hurry }) => discover({ ...order, folder }, hurry ? quick : options),
    dump: (folder) => dumpOf({ ...order, folder }),
  };
}

/** All records that a discovery keeps, as text. */
export async function dumpOf({ folder, storage: target }: Pick<DiscoveryOrder, "folder" | "storage">): Promise<string> {
  const storage = await openSearchStorage(target ?? join(folder, "discovery.sqlite"), { mode: "read" });
  try {
    return await dumpDiscoveries(storage);
  } finally {
    await storage.close();
  }
}
