/** How a worker comes by what jobs need: one thing after another, each in a process of its pool, so that none is fetched twice. */
import type { FetchEvent } from "../../data/index.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import type { Surroundings } from "./hosted-kinds.ts";
import { needJob } from "./need-job.ts";

/** What of it is known. */
export interface ProvideOptions extends Pick<Surroundings, "dataDir"> {
  /** Needs that are met already. */
  readonly has?: readonly string[];
  /** Told how data is fetched. */
  readonly onEvent?: ((event: FetchEvent) => void) | undefined;
}

/** Looks for a need, on a queue of this machine. Resolves with null where it is met, else with a sentence. */
export function provideFrom(
  pool: JobQueue,
  { dataDir, has = [], onEvent }: ProvideOptions,
): (need: string) => Promise<string | null> {
  let last: Promise<unknown> = Promise.resolve();
  return (need) => {
    if (has.includes(need)) return Promise.resolve(null);
    const looked = last.then(() => look(pool, { need, dataDir, onEvent }));
    last = looked.catch(() => {}); // told to who asked
    return looked;
  };
}

function look(
  pool: JobQueue,
  { onEvent, ...order }: { readonly need: string; readonly dataDir: string | null } & Pick<ProvideOptions, "onEvent">,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    pool.start(needJob, order, (report) => {
      switch (report.kind) {
        case "event":
          return onEvent?.(report.event);
        case "done":
          return resolve(report.result);
        case "refused":
        case "lost":
          return resolve(report.sentence);
        case "broken":
          return reject(report.error);
      }
    });
  });
}
