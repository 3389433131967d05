/** A made-up discovery in a store of its own, for tests of whoever reads stores. */
import { searchKey } from "../../src/records/identity.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import type { SearchStorage } from "../../src/records/search-storage.ts";
import type { DiscoveryArchive, SearchArchive } from "../report/memory-search-storage.ts";

/** The archive with the keys that its configs have, as a store wants them. */
export function keyed(archive: DiscoveryArchive): DiscoveryArchive {
  const keys = new Map(archive.searches.map(({ record }) => [record.key, searchKey(record.config)]));
  const keyOf = (old: string): string => keys.get(old)!;
  return {
    ...archive,
    discovery: { ...archive.discovery, searchKeys: archive.discovery.searchKeys.map(keyOf) },
    searches: archive.searches.map((search) => ({
      ...search,
      record: { ...search.record, key: keyOf(search.record.key) },
    })),
    metaValidation: archive.metaValidation.map((point) => ({ ...point, search: keyOf(point.search) })),
  };
}

/** Puts the discovery and the first children of its searches, `share` of each (0 … 1). */
export async function putDiscovery(
  storage: SearchStorage,
  { discovery, searches }: DiscoveryArchive,
  { share = 1 }: { readonly share?: number } = {},
): Promise<void> {
  const plans = searches.map(({ record: { key, config } }) => ({ key, config }));
  await storage.putDiscovery(discovery, plans);
  for (const search of searches) await putChildren(storage, search, { to: share * search.children.length });
}

/** Appends children of a search, from `from` to before `to`, and ends it with the last one where it has ended. */
export async function putChildren(
  storage: SearchStorage,
  { record, children, evaluations }: SearchArchive,
  { from = 0, to = children.length }: { readonly from?: number; readonly to?: number } = {},
): Promise<void> {
  const part = children.slice(from, to);
  const wanted = new Set(part.filter(({ evaluated }) => evaluated).map(({ identity }) => identity));
  await storage.appendBatch(record.key, {
    children: part,
    evaluations: evaluations.filter(({ identity }) => wanted.has(identity)),
    seconds: record.seconds,
  });
  if (to >= children.length && record.state === "ended") await storage.endSearch(record.key);
}

/** Puts what the phases found. */
export async function putPhases(
  storage: SearchStorage,
  { discovery: { name }, tuning, funnel, metaValidation, simplification }: DiscoveryArchive,
): Promise<void> {
  await storage.beginPhases(name, "made up");
  for (const one of tuning) await storage.putTuning(name, one);
  for (const point of metaValidation) await storage.putMetaValidation(name, point);
  for (const entry of funnel) await storage.putFunnelEntry(name, entry);
  await storage.putSimplification(name, simplification);
}

/** Stores the whole discovery at a path. */
export async function storeDiscovery(path: string, archive: DiscoveryArchive): Promise<void> {
  const storage = await openSearchStorage(path, { mode: "run" });
  await putDiscovery(storage, archive);
  await putPhases(storage, archive);
  await storage.close();
}
