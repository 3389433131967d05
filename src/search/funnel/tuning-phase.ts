/**
 * The phase of tuning: the numbers of all contestants, before they are judged.
 */
import type { TuningConfig } from "../config-funnel.ts";
import type { TaskEntry } from "../config-tasks.ts";
import type { PhaseContext } from "../run-discovery.ts";
import { judged, phaseProgress } from "./phase-tools.ts";
import type { SeedBook } from "./seed-book.ts";
import type { Contestant } from "./stage.ts";
import { tuneContestants } from "./tune-contestants.ts";

/** Tunes those that have no record yet, and records it. */
export async function tuningPhase(
  context: PhaseContext,
  {
    contestants,
    rates,
    tuning,
    seeds,
    entries,
  }: {
    readonly contestants: readonly Contestant[];
    readonly rates: (contestant: Contestant) => readonly number[];
    readonly tuning: TuningConfig;
    readonly seeds: SeedBook;
    readonly entries: readonly TaskEntry[];
  },
): Promise<void> {
  const { storage, plan, emit } = context;
  const known = await storage.tuning(plan.name);
  const missing = contestants.filter(
    ({ identity, role }) => !known.some((one) => one.identity === identity && one.role === role),
  );
  if (missing.length === 0) return;
  const { judge, tasks } = await judged(context, entries);
  const records = await tuneContestants(missing, {
    tasks,
    seeds: seeds.tuning,
    variants: tuning.variants,
    rates,
    judge,
    onDone: phaseProgress(context, "tuning"),
  });
  for (const record of records ?? []) {
    await storage.putTuning(plan.name, record);
    emit({ kind: "tuned", tuning: record });
  }
}
