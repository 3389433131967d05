/** What the page knows of a discovery, put together from what it was told, and the same as the sections of a report see it. */
import type {
  DiscoveryFacts,
  DiscoveryFrame,
  DiscoveryPulseHead,
  PhaseFindings,
  SearchFigures,
  SearchNews,
} from "../../src/dashboard/discovery-frame.ts";
import type { RunSummary } from "../../src/dashboard/views.ts";
import { composeView, type DiscoveryView } from "../../src/report/discovery/discovery-view.ts";
import type { ProgramLanguage } from "../../src/report/discovery/program-language.ts";
import type { FoundProgram } from "../../src/report/discovery/search-sums.ts";
import type { SearchView } from "../../src/report/discovery/search-view.ts";

/** A discovery as far as it is known. Frozen: each frame makes another. */
export interface DiscoveryState {
  readonly facts: DiscoveryFacts;
  readonly searches: ReadonlyMap<string, SearchFigures>;
  readonly phases: PhaseFindings;
  readonly fame: readonly FoundProgram[];
  readonly summary: RunSummary;
  readonly pulse: DiscoveryPulseHead | null;
}

const noPhases: PhaseFindings = { tuning: [], funnel: [], metaValidation: [], simplification: [] };

/** The state after a frame; `before` is null before the first. Null where the page was never told what it is. */
export function applyDiscoveryFrame(before: DiscoveryState | null, frame: DiscoveryFrame): DiscoveryState | null {
  const known = frame.whole ? null : before;
  const facts = frame.facts ?? known?.facts;
  if (facts === undefined) return null;
  const told = new Map(frame.searches.map((search) => [search.key, search]));
  const { searchKeys } = facts.discovery;
  const figures = searchKeys.flatMap((key) => {
    const [news, before] = [told.get(key), known?.searches.get(key)];
    return news === undefined ? (before ?? []) : withNews(before, news);
  });
  const isSame = known !== null && told.size === 0 && figures.length === known.searches.size;
  return {
    facts,
    searches: isSame ? known.searches : new Map(figures.map((search) => [search.key, search])),
    phases: frame.phases ?? known?.phases ?? noPhases,
    fame: frame.fame ?? known?.fame ?? [],
    summary: frame.summary,
    pulse: frame.pulse,
  };
}

function withNews(before: SearchFigures | undefined, news: SearchNews): SearchFigures {
  const { from, added } = news.improvements;
  return { ...news, improvements: [...(before?.improvements.slice(0, from) ?? []), ...added] };
}

type Records = Pick<DiscoveryState, "facts" | "searches" | "phases">;

/**
 * The discovery as sections of its report see it, but for what stays on the server: of an ancestry there are its ends, and there are neither
 * stretches nor every evaluation.
 */
export function reportViewOf({ facts, searches, phases }: Records, language: ProgramLanguage): DiscoveryView {
  const { discovery, configs, note } = facts;
  const views = discovery.searchKeys.flatMap((key, at): SearchView | readonly [] => {
    const [figures, config] = [searches.get(key), configs[at]];
    return figures === undefined || config === undefined ? [] : searchViewOf(figures, config);
  });
  return composeView({ discovery, ...phases }, { searches: views, stretchLength: 1 }, { language, note });
}

function searchViewOf(figures: SearchFigures, config: SearchView["record"]["config"]): SearchView {
  const { key, state, seconds, ends, ...sums } = figures;
  const { children, evaluations, best } = sums;
  return {
    ...sums,
    key,
    method: config.method,
    seed: config.seed,
    record: { key, config, state, children, evaluations, bestFitness: best?.fitness ?? null, seconds },
    stretches: [],
    fame: [],
    families: [],
    front: [],
    scored: { lengths: new Uint16Array(), fitness: new Float32Array() },
    ancestry: ends,
  };
}
