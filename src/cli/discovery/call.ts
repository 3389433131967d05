/**
 * What the commands on discoveries share: the configuration with the changes of the command line, where it lies, its headline,
 * and the view of a stored one.
 */
import { LabError } from "../../core/errors.ts";
import type { Patience } from "../../records/patience.ts";
import { withoutPasswords } from "../../records/postgres/secrets.ts";
import type { DiscoveryRecord } from "../../records/search-records.ts";
import type { SearchStorage } from "../../records/search-storage.ts";
import { discoveryStoreFile } from "../../records/store-files.ts";
import type { DiscoveryView } from "../../report/discovery/discovery-view.ts";
import type { DiscoveryConfig } from "../../search/config.ts";
import type { DiscoveryOverrides } from "../../search/read.ts";
import { type Call, requiredArgument } from "../command.ts";
import { findRun, type RunPlace } from "../run-folder.ts";
import { type RunPlaces, runPlaces } from "../study-call.ts";
import { budgetText } from "./budget-text.ts";

/** Options that change a discovery. */
export const discoveryOptions = ["budget", "seed", "set"] as const;

/** The preset that is run where none is named. */
export const defaultPreset = "rediscover";

/** Reads the discovery that the call names, changed as its options say. Errors: those of `readDiscovery`. */
export async function readDiscoveryOf(call: Call): Promise<DiscoveryConfig> {
  const { readDiscovery } = await import("../../search/read.ts");
  return readDiscovery(call.arguments.config ?? defaultPreset, { overrides: discoveryOverrides(call) });
}

/** The changes that the call's options ask for. */
export function discoveryOverrides({ options: { budget, seed, set } }: Call): DiscoveryOverrides {
  return {
    ...(budget === undefined ? {} : { budget }),
    ...(seed === undefined ? {} : { seed }),
    ...(set === undefined ? {} : { set }),
  };
}

/** Where a discovery's records, programs and report lie. */
export function discoveryPlaces(config: DiscoveryConfig, call: Call): RunPlaces {
  return runPlaces(call, { name: config.name, file: discoveryStoreFile });
}

/** `rediscover: evolution, constants and random from paper-adamw-seed on mlp, 1 seed each, 10 minutes` */
export function discoverySummary(config: DiscoveryConfig): string {
  const { name, methods, seeds, tasks, budget, seedProgram } = config;
  const searches = `${listed(methods)} from ${seedProgram.name}`;
  const each = `${seeds.length} ${seeds.length === 1 ? "seed" : "seeds"}${methods.length === 1 ? "" : " each"}`;
  return `${name}: ${searches} on ${listed(tasks.map((task) => task.name))}, ${each}, ${budgetText(budget)}`;
}

/** Finds the discovery that the call names as its `run`. Errors: `unknown-run`, `other-run`. */
export function findDiscovery(call: Call): RunPlace {
  const { terminal, options } = call;
  return findRun(requiredArgument(call, "run"), { cwd: terminal.cwd, storage: options.storage, kind: "discovery" });
}

/** Calls `use` with the open store of a run and the name of its discovery. Errors: `unknown-discovery`. */
export async function withDiscovery<T>(
  place: RunPlace,
  use: (name: string, storage: SearchStorage) => Promise<T>,
  patience: Patience = {},
): Promise<T> {
  const { openSearchStorage } = await import("../../records/search-open.ts");
  const storage = await openSearchStorage(place.storage, { mode: "read", ...patience });
  try {
    return await use((await wantedDiscovery(place, storage)).name, storage);
  } finally {
    await storage.close();
  }
}

/** The discovery of a store that is meant. Errors: `unknown-discovery`. */
export async function wantedDiscovery(place: RunPlace, storage: SearchStorage): Promise<DiscoveryRecord> {
  const all = await storage.listDiscoveries();
  const wanted = all.filter(({ name }) => place.name === null || name === place.name);
  const [discovery] = wanted;
  if (discovery !== undefined && wanted.length === 1) return discovery;
  const names = all.map(({ name }) => name).join(", ") || "none";
  throw new LabError(
    "unknown-discovery",
    `${storage.location} holds the discoveries: ${names}. Name one of them, with --storage ${withoutPasswords(place.storage)}.`,
    { discoveries: names },
  );
}

/** The view of a stored discovery, with everything that is known about programs. */
export async function viewOf(storage: SearchStorage, name: string): Promise<DiscoveryView> {
  const { discoveryView } = await import("../../report/discovery/discovery-view.ts");
  const { programLanguage } = await import("./program-language.ts");
  const { searchesNote } = await import("../../trainer/outdated-searches.ts");
  const begun = (await storage.listSearches(name)).filter(({ children }) => children > 0);
  const note = searchesNote(begun.map(({ config }) => config));
  return discoveryView(storage, name, { language: programLanguage, note });
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
