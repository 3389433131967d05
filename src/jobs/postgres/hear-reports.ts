/** How an owner hears what is told of its jobs. */
import type { JobServer } from "./job-server.ts";
import { unpacked } from "./packed.ts";
import type { SharedReport } from "./reports.ts";

/** What is told of a job; those of an attempt in order. */
export interface HeardReport {
  readonly job: string;
  readonly attempt: number;
  readonly seq: number;
  readonly report: SharedReport;
}

/** A report as it is stored. */
interface ReportRow {
  readonly id: number;
  readonly job: string;
  readonly attempt: number;
  readonly seq: number;
  readonly body: Uint8Array;
}

/** Reports that are read at a time. */
const most = 1000;

/** Takes what there is, and removes it afterwards: again, where the answer to the removal is lost. */
export async function hearReports(
  server: JobServer,
  { id: owner }: { readonly id: string },
  take: (report: HeardReport) => void,
): Promise<void> {
  for (;;) {
    const found = await server.transact(({ rows }) =>
      rows<ReportRow>("SELECT id, job, attempt, seq, body FROM job_report WHERE owner = $1 ORDER BY id LIMIT $2", [
        owner,
        most,
      ]),
    );
    if (found.length === 0) return;
    for (const { id: _, body, ...told } of found) take({ ...told, report: unpacked(body) as SharedReport });
    const ids = found.map(({ id }) => id);
    await server.transact(({ rows }) => rows("DELETE FROM job_report WHERE id = ANY($1::bigint[])", [ids]));
    if (found.length < most) return;
  }
}
