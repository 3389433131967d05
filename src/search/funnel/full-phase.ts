/**
 * The phase of real trials.
 */
import type { FunnelStage } from "../../records/search-records.ts";
import type { FunnelConfig } from "../config-funnel.ts";
import type { PhaseContext } from "../run-discovery.ts";
import { type FullPlace, judgeInFull } from "./full-stage.ts";
import { goingOn, phaseProgress } from "./phase-tools.ts";
import { fixedRule } from "./rule.ts";
import type { SeedBook } from "./seed-book.ts";
import { leadOf, promote } from "./stage.ts";

/** Judges the best of the stage before, once. */
export async function fullStage(
  context: PhaseContext,
  { funnel, seeds, last, ...place }: FullPlace & { funnel: FunnelConfig; seeds: SeedBook; last: FunnelStage },
): Promise<void> {
  const { storage, plan, emit, workers, dataDir, checksums, clock, stop, queue } = context;
  const { full } = funnel;
  const entries = await storage.funnel(plan.name);
  if (full === null || entries.some(({ stage }) => stage === "full")) return;
  const contestants = goingOn(entries, last, full.programs);
  const judgedEntries = await judgeInFull(contestants, {
    name: plan.name,
    ...place,
    full,
    rateSeed: seeds.full,
    workers,
    dataDir,
    checksums,
    clock,
    stop,
    queue,
    onWait: (sentence) => emit({ kind: "warning", sentence }),
    onDone: phaseProgress(context, "full"),
  });
  if (judgedEntries === null) return;
  const rule = fixedRule(full.seeds.length);
  const all = promote(judgedEntries, rule);
  for (const entry of all) {
    await storage.putFunnelEntry(plan.name, entry);
    emit({ kind: "funnel", entry, lead: leadOf(entry, all, rule) });
  }
}
