/** Jobs of a run by the workers that have them, where single ones are too short to be told apart. */
import type { RunJob } from "../../jobs/postgres/job-status.ts";
import { plainTable } from "../plain-table.ts";

/** A table, where there are any jobs; those that wait are its last row. */
export function jobTables(jobs: readonly RunJob[]): readonly string[] {
  if (jobs.length === 0) return [];
  const taken = new Map<string, number>();
  for (const { worker } of jobs)
    if (worker !== null)
      taken.set(`${worker.host} ${worker.pid}`, (taken.get(`${worker.host} ${worker.pid}`) ?? 0) + 1);
  const waiting = jobs.filter(({ worker }) => worker === null).length;
  return [
    plainTable(
      [{ title: "worker" }, { title: "jobs", align: "right" }],
      [...[...taken].sort(), ...(waiting === 0 ? [] : [["none yet", waiting] as const])].map(([who, many]) => [
        who,
        String(many),
      ]),
    ),
  ];
}
