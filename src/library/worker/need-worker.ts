/** What a worker does with a need: it looks whether this machine has that. */
import { LabError } from "../../core/errors.ts";
import { lackOfData } from "../../data/data-here.ts";
import { readDataNeed } from "../../data/data-need.ts";
import type { FetchOptions } from "../../data/index.ts";
import type { JobRun } from "../../jobs/queue.ts";
import { readTaskNeed } from "../../search/task-need.ts";
import { proxyUses } from "../../trainer/proxy-evaluator.ts";
import type { needJob } from "./need-job.ts";

/** Looks once. */
export const run: JobRun<typeof needJob> = async ({ need, dataDir }, { tell }) => {
  const onEvent: FetchOptions["onEvent"] = (event) => {
    if (event.kind !== "progress" && event.kind !== "decoding") void tell(event);
  };
  try {
    return await lackOf(need, { dataDir: dataDir ?? undefined, onEvent });
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
};

async function lackOf(
  need: string,
  options: Pick<FetchOptions, "onEvent"> & { readonly dataDir: string | undefined },
): Promise<string | null> {
  const data = readDataNeed(need);
  if (data !== null) return lackOfData(data, options);
  const task = readTaskNeed(need);
  if (task === null) return `"${need}" is needed, of which this worker knows nothing.`;
  const [use] = await proxyUses([task.name], { seeds: [], dataDir: options.dataDir });
  if (use?.fingerprint === task.fingerprint) return null;
  return `The task ${task.name} has the checksum ${use?.fingerprint.slice(0, 12)}… with the data of this machine, and ${task.fingerprint.slice(0, 12)}… is needed: name a folder that holds the data of the run, with --data DIR.`;
}
