/** Whether this machine has a data set that a trial needs, which is fetched where that can be done. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { printable } from "../core/printable.ts";
import type { DataNeed } from "./data-need.ts";
import type { FetchOptions } from "./fetch.ts";
import { folderName } from "./folder-name.ts";
import { fingerprintOfFolder } from "./image-folder.ts";
import { findDataset, loadDataset } from "./index.ts";
import type { LocateOptions } from "./locate.ts";

/** Null: it has it; else why not, in a sentence. Errors: those of `loadDataset`, which say it too. */
export async function lackOfData(
  { name, fingerprint, folder }: DataNeed,
  options: LocateOptions & FetchOptions,
): Promise<string | null> {
  if (name !== folderName) {
    const { title } = findDataset(name);
    const found = await loadDataset(name, options);
    return difference(title, { place: found.origin, found: found.fingerprint, wanted: fingerprint });
  }
  const place = imagesHere(folder, options);
  const title = `The folder of images ${printable(folder ?? "")}`.trim();
  if (place === null)
    return `${title} is needed, and its place on this machine is not known: name the folder that it lies in, with --data DIR.`;
  return difference(title, { place, found: await fingerprintOfFolder(place), wanted: fingerprint });
}

/** Where own images lie: a folder of that name in the one that the user named, else that folder itself; null where none was named. */
export function imagesHere(name: string | null, { dataDir, env = process.env }: LocateOptions): string | null {
  const named = dataDir ?? (env.LIONLAB_DATA || undefined);
  if (named === undefined) return null;
  const inside = name === null ? named : join(named, name);
  return existsSync(join(inside, "train")) ? inside : named;
}

function difference(
  title: string,
  { place, found, wanted }: { readonly place: string; readonly found: string; readonly wanted: string },
): string | null {
  if (found === wanted) return null;
  return `${title} in ${printable(place)} has the checksum ${found.slice(0, 12)}…, and ${wanted.slice(0, 12)}… is needed: name a folder that holds it, with --data DIR.`;
}
