/**
 * The phase of meta-validation: the best programs along each search, on the larger tasks.
 */
import type { TaskEntry } from "../config-tasks.ts";
import type { PhaseContext } from "../run-discovery.ts";
import { metaValidate, metaValidationJobs } from "./meta-validation.ts";
import { archivesOf, judged, phaseProgress } from "./phase-tools.ts";
import type { SeedBook } from "./seed-book.ts";

/** Judges what has no point yet, and records it. */
export async function metaValidation(
  context: PhaseContext,
  { entries, seeds }: { readonly entries: readonly TaskEntry[]; readonly seeds: SeedBook },
): Promise<void> {
  const { storage, plan, emit } = context;
  const { judge, tasks } = await judged(context, entries);
  const points = await storage.metaValidation(plan.name);
  const open = (await archivesOf(context))
    .filter(({ method }) => method === "evolution")
    .map((archive) => {
      const known = new Set(points.filter(({ search }) => search === archive.key).map(({ identity }) => identity));
      const setting = { tasks, seeds: seeds.meta, known };
      return { archive, setting, jobs: metaValidationJobs(archive.evaluations, setting).jobs.length };
    });
  const total = open.reduce((sum, { jobs }) => sum + jobs, 0);
  const tell = phaseProgress(context, "meta-validation");
  let before = 0;
  for (const { archive, setting, jobs } of open) {
    const from = before;
    const found = await metaValidate(archive.evaluations, {
      ...setting,
      search: archive.key,
      judge,
      onDone: (done) => tell(from + done, total),
    });
    if (found === null) return;
    before += jobs;
    for (const point of found) {
      await storage.putMetaValidation(plan.name, point);
      emit({ kind: "meta-validation", point });
    }
  }
}
