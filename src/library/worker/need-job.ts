/** Looking for what other jobs need, as a job of its own: it reads data, and may fetch it first. */
import type { FetchEvent } from "../../data/index.ts";
import type { JobKind } from "../../jobs/queue.ts";

/** What is looked for. */
export interface NeedOrder {
  readonly need: string;
  /** Folder of `--data`, where one was given. */
  readonly dataDir: string | null;
}

/** Returns null where it is there, else why not, in a sentence. */
export const needJob: JobKind<NeedOrder, FetchEvent, string | null> = {
  name: "look at data",
  module: new URL("./need-worker.js", import.meta.url).href,
  ahead: 0,
};
