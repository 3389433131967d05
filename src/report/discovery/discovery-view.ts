/**
 * A discovery as every section of its report sees it.
 */
import { LabError } from "../../core/errors.ts";
import type {
  DiscoveryRecord,
  FunnelEntry,
  FunnelStage,
  MetaValidationPoint,
  SearchMethod,
  SimplificationRecord,
  TuningRecord,
} from "../../records/search-records.ts";
import type { SearchStorage } from "../../records/search-storage.ts";
import type { Provenance } from "../document.ts";
import { type BestProgram, bestProgram, winningEntry } from "./best-program.ts";
import type { ProgramLanguage } from "./program-language.ts";
import { type SearchView, viewSearch } from "./search-view.ts";

/** A discovery reduced to what its report shows. */
export interface DiscoveryView extends PhaseRecords {
  readonly command: string;
  /** In the discovery's order. */
  readonly searches: readonly SearchView[];
  /** Children in each stretch of `SearchView.stretches`. */
  readonly stretchLength: number;
  readonly best: BestProgram | null;
  readonly language: ProgramLanguage | null;
  /** A sentence that readers need before all figures; null: none. */
  readonly note: string | null;
}

/** How a view is made. */
export interface DiscoveryViewOptions {
  /** Knowledge about programs; without it the report says less. */
  readonly language?: ProgramLanguage;
  /** Command printed as the one that reproduces the report; default: the discovery's own. */
  readonly command?: string;
  /** A sentence that readers need before all figures, such as that they are of an earlier revision; default: none. */
  readonly note?: string | null;
}

/** Methods in the order in which reports show them. */
export const methodOrder: readonly SearchMethod[] = ["evolution", "random", "constants"];

/** Stages of the funnel in their order. */
export const stageOrder: readonly FunnelStage[] = ["fresh-seeds", "larger", "full"];

/** Stretches into which figures cut the longest search, and children in the shortest stretch. */
const stretches = 80;
const shortestStretch = 20;

/**
 * Reads a discovery's view from its store, the records of one search in memory at a time.
 * Errors: `unknown-discovery` with the names that there are.
 */
export async function discoveryView(
  storage: SearchStorage,
  name: string,
  options: DiscoveryViewOptions = {},
): Promise<DiscoveryView> {
  const discovery = await storage.getDiscovery(name);
  if (discovery === null) throw unknownDiscovery(storage, name, await storage.listDiscoveries());
  const [records, tuning, funnel, metaValidation, simplification] = await Promise.all([
    storage.listSearches(name),
    storage.tuning(name),
    storage.funnel(name),
    storage.metaValidation(name),
    storage.simplification(name),
  ]);
  const winner = winningEntry(funnel);
  const stretchLength = stretchLengthFor(records);
  const searches: SearchView[] = [];
  for (const record of records) {
    const archive = {
      children: await storage.children(record.key),
      evaluations: await storage.evaluations(record.key),
    };
    searches.push(
      viewSearch(record, archive, {
        stretchLength,
        wanted: winner?.identity ?? null,
        familyNameOf: options.language?.familyNameOf,
      }),
    );
  }
  const kept = { discovery, tuning, funnel, metaValidation, simplification };
  return composeView(kept, { searches, stretchLength }, options);
}

/** What phases recorded of a discovery, with its own record. */
export interface PhaseRecords {
  readonly discovery: DiscoveryRecord;
  readonly tuning: readonly TuningRecord[];
  readonly funnel: readonly FunnelEntry[];
  readonly metaValidation: readonly MetaValidationPoint[];
  /** By rising order. */
  readonly simplification: readonly SimplificationRecord[];
}

/** The view of records that are at hand; of the searches, the ancestry is that of the funnel's winner, or of their best. */
export function composeView(
  records: PhaseRecords,
  { searches, stretchLength }: Pick<DiscoveryView, "searches" | "stretchLength">,
  options: DiscoveryViewOptions = {},
): DiscoveryView {
  const { discovery, funnel } = records;
  const language = options.language ?? null;
  const winner = winningEntry(funnel);
  const judged = funnel.find(({ role }) => role === "simplified");
  const simplification = [...records.simplification].sort((a, b) => a.order - b.order);
  return {
    ...records,
    command: options.command ?? discovery.command,
    searches,
    stretchLength,
    best: bestProgram(searches, { winner, judged, steps: simplification, language }),
    simplification,
    language,
    note: options.note ?? null,
  };
}

/** Searches of one method, in the discovery's order. */
export function searchesOf(view: DiscoveryView, method: SearchMethod): readonly SearchView[] {
  return view.searches.filter((search) => search.method === method);
}

/** Methods that the discovery has, in the order of reports. */
export function methodsOf(view: DiscoveryView): readonly SearchMethod[] {
  return methodOrder.filter((method) => view.searches.some((search) => search.method === method));
}

/** Stages of the funnel that have an entry, in order. */
export function stagesOf(view: DiscoveryView): readonly FunnelStage[] {
  return stageOrder.filter((stage) => view.funnel.some((entry) => entry.stage === stage));
}

/** Provenance of a table or figure that rests on groups of `counts` seeds. */
export function provenanceOf(view: DiscoveryView, counts: readonly number[], interval: string): Provenance {
  const known = counts.length > 0 ? counts : [0];
  return { command: view.command, seeds: { fewest: Math.min(...known), most: Math.max(...known) }, interval };
}

/** What the bar of the funnel is called; that of the default before the funnel. */
export function barLabel(view: DiscoveryView): string {
  return view.funnel.find(({ role }) => role === "baseline")?.label ?? "tuned AdamW";
}

/** Family of a program: as a record of the funnel names it, else as the recogniser does; null: none, or not known. */
export function familyOf(
  view: DiscoveryView,
  program: { readonly identity: string; readonly program: string },
): string | null {
  const named = view.funnel.find(({ identity, family }) => identity === program.identity && family !== null);
  return named?.family ?? view.language?.familyOf(program.program) ?? null;
}

/** Of the evolution searches, if there are any: the baselines need far fewer children for as many evaluations. */
function stretchLengthFor(
  records: readonly { readonly config: { method: SearchMethod }; readonly children: number }[],
): number {
  const evolved = records.filter(({ config }) => config.method === "evolution");
  const most = Math.max(0, ...(evolved.length > 0 ? evolved : records).map(({ children }) => children));
  return Math.max(shortestStretch, Math.ceil(most / stretches));
}

function unknownDiscovery(storage: SearchStorage, name: string, discoveries: readonly DiscoveryRecord[]): LabError {
  const names = discoveries.map((discovery) => discovery.name).join(", ") || "none";
  return new LabError("unknown-discovery", `${storage.location} holds no discovery "${name}"; it holds: ${names}.`, {
    given: name,
    discoveries: names,
  });
}
