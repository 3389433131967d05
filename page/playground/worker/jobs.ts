/** The work of each lane. */
import { exportWork } from "./export-work.ts";
import type { Work } from "./lanes.ts";
import { libraryWork } from "./library-work.ts";
import type { JobOf, Lane } from "./messages.ts";
import { pathsWork } from "./paths-work.ts";
import { readWork } from "./read-work.ts";

/** A job with its lane. */
type JobInLane = { [L in Lane]: { readonly lane: L; readonly job: JobOf[L] } }[Lane];

/** The work of a job, which begins when it is first asked for its next part. */
export function jobWork({ lane, job }: JobInLane): Work {
  switch (lane) {
    case "library":
      return libraryWork(job);
    case "read":
      return readWork(job);
    case "paths":
      return pathsWork(job);
    case "export":
      return exportWork(job);
  }
}
