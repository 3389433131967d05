/**
 * What is known of a discovery that runs: pure data, updated by its events. A terminal and a server show the same state.
 */
import type { FunnelEntry } from "../records/search-records.ts";
import type { DiscoveryEvent, Fame, SearchProgress } from "../search/events.ts";
import type { FollowedDiscoveryEvent, FollowedRun } from "./follow-news.ts";
import type { Silence } from "./study-state.ts";

/** Phases after the searches. */
export type Phase = Extract<DiscoveryEvent, { kind: "phase" }>["phase"];

/** Cells of a search's curve: equal shares of its budget. */
export const curveCells = 16;

/** A search so far. */
export interface SearchState {
  readonly progress: SearchProgress;
  /** Family of its best program; null: none that is known. */
  readonly family: string | null;
  /** Best fitness at the end of each share of the budget; null where this run has not been. */
  readonly curve: readonly (number | null)[];
  readonly ended: boolean;
}

/** A phase under way. */
export interface PhaseState {
  readonly phase: Phase;
  readonly done: number;
  readonly total: number;
  readonly startedAtSeconds: number;
}

/** The whole discovery. */
export interface DiscoveryState {
  readonly name: string;
  /** Searches planned. */
  readonly planned: number;
  /** In the order in which they were first heard of. */
  readonly searches: readonly SearchState[];
  /** When searching began in this run, and the share of its budget that each search had used before it; null before any is heard of. */
  readonly start: { readonly atSeconds: number; readonly doneBefore: ReadonlyMap<string, number> } | null;
  readonly phase: PhaseState | null;
  readonly funnel: readonly FunnelEntry[];
  readonly stopping: boolean;
  /** Of a discovery that is followed. */
  readonly silence?: Silence;
}

/** Before the first event. */
export function newDiscoveryState(name: string): DiscoveryState {
  return { name, planned: 0, searches: [], start: null, phase: null, funnel: [], stopping: false };
}

/** Names the family of a program, or null. */
export type FamilyOf = (program: string) => string | null;

/** The event with the families of its hall of fame filled in. */
export function withFamilies(event: FollowedDiscoveryEvent, familyOf: FamilyOf): FollowedDiscoveryEvent {
  if (event.kind !== "progress" && event.kind !== "search-ended") return event;
  const fame = event.progress.fame.map((one) => ({ ...one, family: one.family ?? familyOf(one.program) }));
  return { ...event, progress: { ...event.progress, fame } };
}

/** What happened, when (seconds by the caller's clock), and who knows families. */
export interface Move {
  readonly event: FollowedDiscoveryEvent;
  readonly now: number;
  readonly familyOf: FamilyOf;
}

/** The state after an event. */
export function discoveryMoves(state: DiscoveryState, { event, now, familyOf }: Move): DiscoveryState {
  switch (event.kind) {
    case "planned":
      return { ...state, name: event.name, planned: event.searches };
    case "progress":
    case "search-ended": {
      const family = familyOf(event.progress.bestProgram);
      return begun(withSearch(state, { ...event, family }), event, now);
    }
    case "phase":
      return phaseBegun(state, event, now - (event.agoSeconds ?? 0));
    case "phase-progress":
      return state.phase === null
        ? state
        : { ...state, phase: { ...state.phase, done: event.done, total: event.total } };
    case "funnel":
      return { ...state, funnel: [...state.funnel, event.entry] };
    case "stopping":
    case "asked-to-stop":
      return { ...state, stopping: true };
    case "following":
      return followed(state.name, event.run, now);
    case "silent":
      return { ...state, silence: { since: event.agoSeconds === null ? null : now - event.agoSeconds } };
    case "heard": {
      const { silence: _, ...heard } = state;
      return heard;
    }
    case "tuned":
    case "improved":
    case "meta-validation":
    case "simplified":
    case "warning":
    case "lost":
    case "ended":
      return state;
  }
}

/** A run that is followed from now on, and began to search some time ago. */
function followed(name: string, run: FollowedRun | null, now: number): DiscoveryState {
  const searching = run?.searchingForSeconds;
  const start = searching === undefined ? null : { atSeconds: now - searching, doneBefore: new Map<string, number>() };
  return { ...newDiscoveryState(name), start };
}

function phaseBegun(
  state: DiscoveryState,
  { phase, total }: { readonly phase: Phase; readonly total: number },
  startedAtSeconds: number,
): DiscoveryState {
  return { ...state, phase: { phase, done: 0, total, startedAtSeconds } };
}

/** Share of all budgets that is used, 0 … 1; searches not heard of yet count as unbegun. */
export function shareDone(state: DiscoveryState): number {
  return sharesOf(state, ({ progress, ended }) => (ended ? 1 : progress.done));
}

function sharesOf({ searches, planned }: DiscoveryState, share: (search: SearchState) => number): number {
  return searches.reduce((sum, search) => sum + share(search), 0) / Math.max(1, planned, searches.length);
}

/**
 * Seconds of searching left if it goes on as in this run so far; null while that cannot be told.
 *   (1 - share) * elapsed / (share - share that was used before this run)
 */
export function searchSecondsLeft(state: DiscoveryState, now: number): number | null {
  if (state.start === null) return null;
  const { atSeconds, doneBefore } = state.start;
  const share = shareDone(state);
  const used = share - sharesOf(state, ({ progress }) => doneBefore.get(progress.search) ?? 0);
  const elapsed = now - atSeconds;
  // Too short a stretch says nothing: the first seconds go into starting workers.
  if (used <= 0 || (elapsed < 3 && share < 1)) return null;
  return ((1 - share) * elapsed) / used;
}

/** Seconds that the running phase has left, null before its first step. */
export function phaseSecondsLeft({ done, total, startedAtSeconds }: PhaseState, now: number): number | null {
  return done === 0 ? null : ((total - done) * (now - startedAtSeconds)) / done;
}

/** Of the phase that runs, or else of the searches. */
export function secondsLeft(state: DiscoveryState, now: number): number | null {
  return state.phase === null ? searchSecondsLeft(state, now) : phaseSecondsLeft(state.phase, now);
}

/** The evolution search with the best program, of equal ones the first; of all searches where none is one. Null before any evaluation. */
export function leader({ searches }: DiscoveryState): SearchState | null {
  const evaluated = searches.filter(({ progress }) => progress.evaluations > 0);
  return evolvedOf(evaluated).reduce<SearchState | null>(
    (best, one) => (best === null || one.progress.bestFitness > best.progress.bestFitness ? one : best),
    null,
  );
}

/** The hall of fame over the same searches: best first, no member both at most as long and at least as good as another. */
export function jointFame({ searches }: DiscoveryState): readonly Fame[] {
  const ordered = evolvedOf(searches)
    .flatMap(({ progress }) => progress.fame)
    .sort((a, b) => b.fitness - a.fitness || a.length - b.length);
  let shortest = Number.POSITIVE_INFINITY;
  return ordered.filter(({ length }) => {
    const shorter = length < shortest;
    if (shorter) shortest = length;
    return shorter;
  });
}

function evolvedOf(searches: readonly SearchState[]): readonly SearchState[] {
  const evolved = searches.filter(({ progress }) => progress.method === "evolution");
  return evolved.length > 0 ? evolved : searches;
}

/** Notes what a search had done before this run, when it is first heard of. */
function begun(
  state: DiscoveryState,
  { progress, doneBefore = progress.done }: HeardFirst,
  now: number,
): DiscoveryState {
  const { atSeconds, doneBefore: known } = state.start ?? { atSeconds: now, doneBefore: new Map<string, number>() };
  if (known.has(progress.search)) return state;
  return { ...state, start: { atSeconds, doneBefore: new Map([...known, [progress.search, doneBefore]]) } };
}

interface HeardFirst {
  readonly progress: SearchProgress;
  readonly doneBefore?: number;
}

interface Heard {
  readonly kind: "progress" | "search-ended";
  readonly progress: SearchProgress;
  readonly family: string | null;
}

function withSearch(state: DiscoveryState, { kind, progress, family }: Heard): DiscoveryState {
  const known = state.searches.findIndex((search) => search.progress.search === progress.search);
  const before = state.searches[known];
  const curve = before?.curve ?? Array.from({ length: curveCells }, () => null);
  const cell = Math.min(curveCells - 1, Math.floor(progress.done * curveCells));
  const ended = kind === "search-ended";
  if (progress.evaluations === 0 && before === undefined) {
    return { ...state, searches: [...state.searches, { progress, family, curve, ended: false }] };
  }
  const search = { progress, family, curve: drawnTo(curve, cell, progress.bestFitness), ended };
  const searches = before === undefined ? [...state.searches, search] : state.searches.with(known, search);
  return { ...state, searches };
}

/** The curve with a value in a cell; cells that were jumped over get the value before them. */
function drawnTo(curve: SearchState["curve"], cell: number, fitness: number): SearchState["curve"] {
  const last = curve.findLastIndex((value, index) => value !== null && index < cell);
  return curve.map((value, index) => {
    if (index === cell) return fitness;
    return last >= 0 && index > last && index < cell ? curve[last]! : value;
  });
}
