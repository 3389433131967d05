/** Finds the stores below what a user names: a store, also on a server, a run's folder, or a folder of runs. */
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { isServed } from "../records/location.ts";
import { withoutPasswords } from "../records/postgres/secrets.ts";
import { discoveryStoreFile, studyStoreFile } from "../records/store-files.ts";
import type { UnreadRun } from "./views.ts";

/** Folders of runs lie in a folder of an experiment's, and that in the one that is named. */
const levelsBelow = 2;

/** A store of runs. */
export interface FoundStore {
  readonly kind: "study" | "discovery";
  /** Of its file; of one on a server, its address without the password. */
  readonly path: string;
  /** What it is opened by. */
  readonly target: string;
}

/** What lies below some places. */
export interface FoundRuns {
  readonly stores: readonly FoundStore[];
  /** Folders that could not be looked into, and stores that are links to elsewhere. */
  readonly unread: readonly UnreadRun[];
}

/**
 * Stores of the places, in the order of their paths. What is not there, or is no run, gives none; a new run appears when it is asked again.
 *
 * A place may be a link, for a user named it. Below it, links to folders are not followed, and a store that is a link is read only where it leads to a file in
 * one of the places: so a folder of somebody else's runs shows nothing of the rest of the disk.
 */
export function findStores(places: readonly string[]): FoundRuns {
  const unread: UnreadRun[] = [];
  const roots = places.flatMap((place) => realPath(place) ?? []);
  const stores = places.flatMap((place) => {
    if (isServed(place)) return [{ kind: "study" as const, path: withoutPasswords(place), target: place }];
    if (!existsSync(place)) return [];
    if (statSync(place).isFile()) return [storeAt(place)];
    return storesBelow(place, { levels: levelsBelow, unread }).filter(({ path }) => {
      const isInside = leadsInto(path, roots);
      if (!isInside)
        unread.push({ location: path, sentence: "It is a link to a file outside the folders shown here." });
      return isInside;
    });
  });
  const byPath = [...new Map(stores.map((store) => [store.path, store])).values()];
  return { stores: byPath.sort((a, b) => (a.path < b.path ? -1 : 1)), unread };
}

interface Looking {
  readonly levels: number;
  readonly unread: UnreadRun[];
}

/** Stores of a folder and of those in it; a run's own folder has no runs in it. */
function storesBelow(folder: string, { levels, unread }: Looking): readonly FoundStore[] {
  const stores = storesIn(folder);
  if (stores.length > 0 || levels === 0) return stores;
  try {
    const inside = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return inside.flatMap(({ name }) => storesBelow(join(folder, name), { levels: levels - 1, unread }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return []; // removed meanwhile
    unread.push({ location: folder, sentence: `This folder may not be looked into (${code}).` });
    return [];
  }
}

function storesIn(folder: string): readonly FoundStore[] {
  return [studyStoreFile, discoveryStoreFile]
    .map((file) => join(folder, file))
    .filter((path) => existsSync(path))
    .map(storeAt);
}

function storeAt(path: string): FoundStore {
  return { kind: path.endsWith(discoveryStoreFile) ? "discovery" : "study", path, target: path };
}

/** Whether a path is, in the end, inside one of the folders; one that is gone meanwhile is, and gives nothing. */
function leadsInto(path: string, roots: readonly string[]): boolean {
  const real = realPath(path);
  return (
    real === null || roots.some((root) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep))
  );
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
