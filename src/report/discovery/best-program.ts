/**
 * What "the best program" of a discovery is, said once: of the finalists on the larger tasks, or on fresh seeds where there are none
 * yet, the one with the highest mean; before the funnel, the program with the highest fitness of all evolution searches. The
 * full task chooses nothing, so that its figures are no winner's.
 */
import type { FunnelEntry, FunnelStage, SimplificationRecord } from "../../records/search-records.ts";
import type { ProgramLanguage } from "./program-language.ts";
import type { SearchView } from "./search-view.ts";

/** The program that a discovery puts forward. */
export interface BestProgram {
  readonly identity: string;
  readonly program: string;
  readonly family: string | null;
  /** Its entry at the stage that chose it; null before the funnel. */
  readonly entry: FunnelEntry | null;
  /** The first evolution search that found it; null where none of the given ones did. */
  readonly search: SearchView | null;
  /** Fitness in that search. */
  readonly fitness: number | null;
  /** The result of the last step of simplification; null without one. */
  readonly simplified: { readonly program: string; readonly family: string | null } | null;
}

/** Stages that choose the best program, the one that counts most first. */
const choosingStages: readonly FunnelStage[] = ["larger", "fresh-seeds"];

/** The entry of the program that the funnel has chosen so far; null before it has chosen any. */
export function winningEntry(funnel: readonly FunnelEntry[]): FunnelEntry | null {
  const finalists = funnel.filter(({ role }) => role === "finalist");
  const last = choosingStages.find((stage) => finalists.some((entry) => entry.stage === stage));
  return finalists
    .filter(({ stage }) => stage === last)
    .reduce<FunnelEntry | null>((best, entry) => (best === null || entry.mean > best.mean ? entry : best), null);
}

/** The best program; null before the first evaluation. */
export function bestProgram(
  searches: readonly SearchView[],
  {
    winner,
    judged,
    steps,
    language,
  }: {
    readonly winner: FunnelEntry | null;
    /** Entry of the simplified winner, with its numbers tuned where the discovery tunes them. */
    readonly judged: FunnelEntry | undefined;
    readonly steps: readonly SimplificationRecord[];
    readonly language: ProgramLanguage | null;
  },
): BestProgram | null {
  const evolved = searches.filter(({ method }) => method === "evolution");
  const search =
    winner === null
      ? evolved.reduce<SearchView | null>((best, one) => (fitnessOf(one) > fitnessOf(best) ? one : best), null)
      : (evolved.find(({ ancestry }) => ancestry.at(-1)?.identity === winner.identity) ?? null);
  const program = winner ?? search?.best ?? null;
  if (program === null) return null;
  const family = winner?.family ?? language?.familyOf(program.program) ?? null;
  const simple = judged?.program ?? steps.at(-1)?.program;
  const simplified = simple === undefined ? null : { program: simple, family: language?.familyOf(simple) ?? null };
  const fitness = search?.ancestry.at(-1)?.fitness ?? null;
  return { identity: program.identity, program: program.program, family, entry: winner, search, fitness, simplified };
}

function fitnessOf(search: SearchView | null): number {
  return search?.best?.fitness ?? Number.NEGATIVE_INFINITY;
}
