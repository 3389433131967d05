/** What a worker does beside its jobs. */
import type { WorkerFacts } from "./worker-statements.ts";

/** Work of a host that takes none of its slots (`coordination.ts`). */
export interface Beside {
  /** The server knows the worker. `fail`: ends it, for what no waiting mends. */
  begin(worker: WorkerFacts, fail: (error: unknown) => void): void;
  /** The worker looks what is wished of it: every few seconds, and when it is woken. */
  look(): void;
  /** The worker takes no more; resolves when nothing is under way beside its jobs, which are given back then. */
  leave(): Promise<void>;
}
