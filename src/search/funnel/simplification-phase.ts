/**
 * The phase of simplification, and who is judged after it.
 */
import { identityOf } from "../../program/abstract/identity.ts";
import { genomeOf } from "../../program/genome-of.ts";
import { parseProgram } from "../../program/parse.ts";
import type { FunnelEntry } from "../../records/search-records.ts";
import type { SimplifyConfig } from "../config-funnel.ts";
import type { TaskEntry } from "../config-tasks.ts";
import type { PhaseContext } from "../run-discovery.ts";
import { familyNamed } from "./contestants.ts";
import { judged } from "./phase-tools.ts";
import type { SeedBook } from "./seed-book.ts";
import { simplifyWinner } from "./simplify-winner.ts";
import type { Contestant } from "./stage.ts";

/** Simplifies the winner, once, and records the steps. */
export async function simplification(
  context: PhaseContext,
  { entries, seeds, margin }: { readonly entries: readonly TaskEntry[]; readonly seeds: SeedBook } & SimplifyConfig,
): Promise<void> {
  const { storage, plan } = context;
  const winner = winnerOf(await storage.funnel(plan.name));
  if (winner === null || (await storage.simplification(plan.name)).length > 0) return;
  const { judge, tasks, emit } = await judged(context, entries);
  const steps = await simplifyWinner(winner, { judge, tasks, seeds: seeds.simplification, emit, margin });
  if (steps !== null) await storage.putSimplification(plan.name, steps);
}

/** The winner after the last step, as it is to be judged; none where no step changed it. */
export async function simplifiedContestants({ storage, plan }: PhaseContext): Promise<readonly Contestant[]> {
  const winner = winnerOf(await storage.funnel(plan.name));
  const program = (await storage.simplification(plan.name)).at(-1)?.program;
  if (winner === null || program === undefined) return [];
  const identity = identityOf(genomeOf(parseProgram(program), program));
  if (identity === winner.identity) return [];
  const { label, rate } = winner;
  const family = familyNamed(program);
  return [{ identity, program, role: "simplified", label: `${label}, simplified`, family, rate }];
}

/** The best finalist of the last stage so far. */
function winnerOf(entries: readonly FunnelEntry[]): FunnelEntry | null {
  for (const stage of ["larger", "fresh-seeds"] as const) {
    const finalists = entries.filter((entry) => entry.stage === stage && entry.role === "finalist");
    if (finalists.length === 0) continue;
    return finalists.reduce((best, entry) => (entry.mean > best.mean ? entry : best));
  }
  return null;
}
