/**
 * What a store of discoveries reads: rows as discoveries and searches, without trust. Each function is called inside one transaction.
 */
import { searchKey } from "../identity.ts";
import type { DiscoveryRecord, SearchConfig, SearchRecord } from "../search-records.ts";
import { checkSum, requireStored, storedObject } from "../stored.ts";
import type { SearchAccess } from "./search-access.ts";
import { checkedSearch } from "./search-archive.ts";
import type { SearchRow, SearchTables } from "./search-tables.ts";

/** The discovery in a row. Errors: `DamagedValue`. */
export async function discoveryOf(
  access: SearchAccess,
  { name, config, command, sum }: SearchTables["discovery"],
): Promise<DiscoveryRecord> {
  requireStored(typeof name === "string" && typeof command === "string", "a discovery's name or command");
  checkSum(sum, [name, config, command], `the discovery ${name}`);
  const searchKeys = (await searchRows(access, name)).map(({ key }) => key);
  return { schemaVersion: 1, name, config: storedObject(config, `the config of ${name}`), command, searchKeys };
}

/** Rows of a discovery's searches in its order. Errors: `DamagedValue`. */
export async function searchRows({ session, queries }: SearchAccess, discovery: string): Promise<readonly SearchRow[]> {
  const rows = await session.rows(queries.searches({ discovery }));
  const [members] = await session.rows(queries.memberCount({ discovery }));
  requireStored(rows.length === members?.count, `the searches of ${discovery}`);
  return rows.map(checkedSearch);
}

/** The search in a row. Errors: `DamagedValue`. */
export function searchOf({
  key,
  config,
  state,
  children,
  evaluations,
  best_fitness,
  seconds,
}: SearchRow): SearchRecord {
  return {
    key,
    config: searchConfig(key, config),
    state: state as SearchRecord["state"],
    children,
    evaluations,
    bestFitness: best_fitness,
    seconds,
  };
}

/** The config of a search, which its key is made from. */
function searchConfig(key: string, config: string): SearchConfig {
  const value = storedObject(config, `the config of search ${key}`) as unknown as SearchConfig;
  requireStored(searchKey(value) === key, `the config of search ${key}`);
  return value;
}
