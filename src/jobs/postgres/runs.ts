/** What owners say of the run that their jobs are for, and ask of it; each inside a transaction. */
import type { JobTransaction } from "./job-server.ts";

/** What a run is. */
export type RunKind = "study" | "discovery";

/** A run of the server: a study and a discovery may have the same name. */
export interface RunName {
  readonly kind: RunKind;
  readonly name: string;
}

/** A run by its name, and the worker that coordinates it: null where a process of its own runs it. */
type Coordinated = RunName & { readonly worker: string | null };

/** The run begins. Who runs it by hand wants it to go on, whatever was wished before. */
export async function beginRun(
  { rows }: Pick<JobTransaction, "rows">,
  { kind, name, worker }: Coordinated,
): Promise<void> {
  await rows(
    `INSERT INTO job_run (kind, name) VALUES ($1, $2)
      ON CONFLICT (kind, name) DO UPDATE SET cancelled = job_run.cancelled AND $3`,
    [kind, name, worker !== null],
  );
}

/** Whether somebody cancelled the run. */
export async function isCancelled({ rows }: Pick<JobTransaction, "rows">, { kind, name }: RunName): Promise<boolean> {
  const sql = "SELECT cancelled FROM job_run WHERE kind = $1 AND name = $2";
  const [run] = await rows<{ cancelled: boolean }>(sql, [kind, name]);
  return run?.cancelled === true;
}

/** Of the jobs that wait, those of the run with the highest are taken first. */
export async function priorityOf({ rows }: Pick<JobTransaction, "rows">, { kind, name }: RunName): Promise<number> {
  const sql = "SELECT priority FROM job_run WHERE kind = $1 AND name = $2";
  const [run] = await rows<{ priority: number }>(sql, [kind, name]);
  return run?.priority ?? 0;
}
