/**
 * Running searches side by side on one set of workers.
 *
 * Laws: of the searches that have a program waiting, the one with the fewest evaluations is served first, so all grow at
 * one pace, whatever ends the run; children are stored in batches, and an improvement is told after it is stored; what is
 * under way when a run stops is dropped and comes about again, equal, when the searches go on.
 */
import type { SearchRecord } from "../records/search-records.ts";
import { openCommandProposer } from "./proposals/command-proposer.ts";
import type { ProposalSource } from "./proposals/proposals.ts";
import { SearchRun } from "./search-run.ts";
import { type SearchOptions, SearchSession } from "./search-session.ts";

export type { SearchOptions } from "./search-session.ts";

/**
 * Runs searches until each has used up its budget or reached its target, or the run is stopped; true when it was stopped.
 * `searches`: as the storage lists them. The caller holds the right to run (`lockForRun`) and closes the evaluators.
 * Errors: `seed-failed`, `nothing-to-mutate`, `archive-changed`; those of the storage; those of every evaluation.
 */
export async function runSearches(searches: readonly SearchRecord[], options: SearchOptions): Promise<boolean> {
  const proposals = new Map(searches.flatMap(proposing));
  try {
    const session = new SearchSession(await openRuns(searches, { ...options, proposals }), options);
    while (!session.over && !options.drain.aborted) {
      const busy = session.advance();
      session.handOut();
      await session.store();
      session.tellProgress();
      await (busy ? turn() : session.news());
    }
    return await session.finish();
  } finally {
    await Promise.all([...proposals.values()].map((source) => source.close()));
  }
}

/** The source of a search that has one. */
function proposing({ key, config }: SearchRecord): readonly (readonly [string, ProposalSource])[] {
  const { proposals } = config;
  return proposals === undefined ? [] : [[key, openCommandProposer({ ...config, proposals })]];
}

async function openRuns(
  searches: readonly SearchRecord[],
  { storage, budget, proposals }: SearchOptions & { readonly proposals: ReadonlyMap<string, ProposalSource> },
): Promise<readonly SearchRun[]> {
  const runs: SearchRun[] = [];
  for (const { key, config, seconds } of searches) {
    const archive = { children: await storage.children(key), evaluations: await storage.evaluations(key), seconds };
    runs.push(new SearchRun({ key, config }, { archive, budget, proposals: proposals.get(key) ?? null }));
  }
  return runs;
}

/** Lets messages and signals in. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
