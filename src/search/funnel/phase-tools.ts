/**
 * What the phases after the searches have in common.
 */
import type { FunnelEntry, FunnelStage } from "../../records/search-records.ts";
import { proxyUse } from "../../trainer/proxy-evaluator.ts";
import type { TaskEntry } from "../config-tasks.ts";
import { checksumOf } from "../data-checksums.ts";
import type { DiscoveryPhase, PhaseContext } from "../run-discovery.ts";
import type { SearchArchive } from "./contestants.ts";
import type { Contestant } from "./stage.ts";
import { createWorkerJudge } from "./worker-judge.ts";

/** A phase of this name. */
export function phase(name: string, run: DiscoveryPhase["run"]): DiscoveryPhase {
  return { name, run };
}

/** What each search of the discovery evaluated. */
export async function archivesOf({ storage, plan }: PhaseContext): Promise<readonly SearchArchive[]> {
  const archives: SearchArchive[] = [];
  for (const { key, config } of await storage.listSearches(plan.name))
    archives.push({ key, method: config.method, evaluations: await storage.evaluations(key) });
  return archives;
}

/** The context with a judge on these tasks, whose jobs name their own seeds, and the names of the tasks. */
export async function judged(context: PhaseContext, entries: readonly TaskEntry[]) {
  const { evaluators, stop, dataDir, checksums, emit } = context;
  const fingerprintOf = ({ name }: TaskEntry) =>
    checksums === undefined ? undefined : checksumOf(name, checksums.tasks);
  const uses = await Promise.all(
    entries.map((entry) => proxyUse(entry, { dataDir, fingerprint: fingerprintOf(entry) })),
  );
  const onFailure = (sentence: string): void => emit({ kind: "warning", sentence });
  const judge = createWorkerJudge({ evaluators, uses, drain: stop.drain, onFailure });
  return { ...context, judge, tasks: entries.map(({ name }) => name) };
}

/** Those that the next stage judges: the baseline, the references, and what was promoted, the best of it. */
export function goingOn(
  entries: readonly FunnelEntry[],
  stage: FunnelStage,
  most = Number.POSITIVE_INFINITY,
): readonly Contestant[] {
  const own = entries.filter((entry) => entry.stage === stage);
  const promoted = own
    .filter((entry) => entry.promoted)
    .sort((a, b) => b.mean - a.mean)
    .slice(0, most);
  return own.filter(({ role }) => role === "baseline" || role === "reference").concat(promoted);
}

/** Tells progress of a phase, its beginning first. */
export function phaseProgress(
  { emit }: PhaseContext,
  phase: FunnelStage | "tuning" | "meta-validation",
): (done: number, total: number) => void {
  let begun = false;
  return (done, total) => {
    if (!begun) emit({ kind: "phase", phase, total });
    begun = true;
    emit({ kind: "phase-progress", done, total });
  };
}
