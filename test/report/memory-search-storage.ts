/**
 * A store of one discovery in memory, for tests of reports: it gives back what it was made with and takes nothing.
 */
import type {
  ChildRecord,
  DiscoveryRecord,
  EvaluationRecord,
  FunnelEntry,
  MetaValidationPoint,
  SearchRecord,
  SimplificationRecord,
  TuningRecord,
} from "../../src/records/search-records.ts";
import type { SearchStorage } from "../../src/records/search-storage.ts";

/** Records of a search. */
export interface SearchArchive {
  readonly record: SearchRecord;
  readonly children: readonly ChildRecord[];
  readonly evaluations: readonly EvaluationRecord[];
}

/** Everything that is kept of a discovery. */
export interface DiscoveryArchive {
  readonly discovery: DiscoveryRecord;
  readonly searches: readonly SearchArchive[];
  readonly tuning: readonly TuningRecord[];
  readonly funnel: readonly FunnelEntry[];
  readonly metaValidation: readonly MetaValidationPoint[];
  readonly simplification: readonly SimplificationRecord[];
}

/** A store that can only be read. */
export function memorySearchStorage(archive: DiscoveryArchive): SearchStorage {
  const { discovery, searches, tuning, funnel, metaValidation, simplification } = archive;
  const find = (key: string): SearchArchive => searches.find(({ record }) => record.key === key)!;
  const refuse = async (): Promise<never> => {
    throw new Error("this store can only be read");
  };
  return {
    location: "memory",
    putDiscovery: refuse,
    listDiscoveries: async () => [discovery],
    getDiscovery: async (name) => (name === discovery.name ? discovery : null),
    listSearches: async () => searches.map(({ record }) => record),
    appendBatch: refuse,
    endSearch: refuse,
    beginPhases: refuse,
    children: async (search, range) => find(search).children.slice(range?.from, range?.end),
    evaluations: async (search, range) => find(search).evaluations.slice(range?.from, range?.end),
    putTuning: refuse,
    tuning: async () => tuning,
    putFunnelEntry: refuse,
    funnel: async () => funnel,
    putMetaValidation: refuse,
    metaValidation: async () => metaValidation,
    putSimplification: refuse,
    simplification: async () => simplification,
    putPulse: refuse,
    pulse: async () => null,
    lockForRun: refuse,
    close: async () => {},
  };
}
