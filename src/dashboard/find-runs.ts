/** Finds the stores below what a user names: a store, a run's folder, or a folder of runs. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { discoveryStoreFile, studyStoreFile } from "../records/store-files.ts";

/** Folders of runs lie in a folder of an experiment's, and that in the one that is named. */
const levelsBelow = 2;

/** A store of runs. */
export interface FoundStore {
  readonly kind: "study" | "discovery";
  readonly path: string;
}

/** Stores of the places, in the order of their paths. What is not there, or is no run, gives none; a new run appears when it is asked again. */
export function findStores(places: readonly string[]): readonly FoundStore[] {
  const found = places.flatMap((place) => {
    if (!existsSync(place)) return [];
    if (statSync(place).isFile()) return [storeAt(place)];
    return storesBelow(place, levelsBelow);
  });
  return [...new Map(found.map((store) => [store.path, store])).values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Stores of a folder and of those in it; a run's own folder has no runs in it. */
function storesBelow(folder: string, levels: number): readonly FoundStore[] {
  const stores = storesIn(folder);
  if (stores.length > 0 || levels === 0) return stores;
  const inside = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return inside.flatMap(({ name }) => storesBelow(join(folder, name), levels - 1));
}

function storesIn(folder: string): readonly FoundStore[] {
  return [studyStoreFile, discoveryStoreFile]
    .map((file) => join(folder, file))
    .filter((path) => existsSync(path))
    .map(storeAt);
}

function storeAt(path: string): FoundStore {
  return { kind: path.endsWith(discoveryStoreFile) ? "discovery" : "study", path };
}
