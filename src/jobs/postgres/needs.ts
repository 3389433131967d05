/**
 * What jobs need that not every machine has: a need is a line of text, and of the jobs with needs each set has a queue of its own, so that a worker
 * which lacks one passes those jobs by without holding up the others. Workers say what they lack, so that it is known what nobody has.
 */
import type { JobTransaction } from "./job-server.ts";
import { goneAfterSeconds } from "./tables.ts";

/** A queue in which jobs wait. */
export interface WaitingQueue {
  readonly queue: string;
  readonly needs: readonly string[];
}

/** What no worker has, of all that are there. */
export interface UnmetNeed {
  /** What the jobs are for. */
  readonly run: string;
  readonly need: string;
  /** What workers say of it, each after its host. */
  readonly sentences: readonly string[];
}

/** Needs as they are stored: none of them has more than a line. */
export function needsText(needs: readonly string[]): string {
  return [...needs].sort().join("\n");
}

/** Queues with jobs for such workers: those with jobs of the run of highest priority first, then those whose jobs wait longest. */
export async function waitingQueues({ rows }: JobTransaction, base: string): Promise<readonly WaitingQueue[]> {
  const found = await rows<{ queue: string; needs: string }>(
    `SELECT o.queue, o.needs FROM job_order o JOIN job_owner w ON w.id = o.owner LEFT JOIN job_run r ON r.kind = w.kind AND r.name = w.name
      WHERE o.worker IS NULL AND (o.queue = $1 OR starts_with(o.queue, $1 || '-needs-'))
      GROUP BY o.queue, o.needs ORDER BY max(coalesce(r.priority, 0)) DESC, min(o.job::text)`,
    [base],
  );
  return found.map(({ queue, needs }) => ({ queue, needs: needs === "" ? [] : needs.split("\n") }));
}

/** Says what a worker lacks, or, with null, that it lacks it no more. */
export async function sayLack(
  { rows }: JobTransaction,
  { worker, need, sentence }: { readonly worker: string; readonly need: string; readonly sentence: string | null },
): Promise<void> {
  if (sentence === null) await rows("DELETE FROM job_lack WHERE worker = $1 AND need = $2", [worker, need]);
  else
    await rows(
      `INSERT INTO job_lack (worker, need, sentence) SELECT id, $2, $3 FROM job_worker WHERE id = $1
        ON CONFLICT (worker, need) DO UPDATE SET sentence = excluded.sentence`,
      [worker, need, sentence],
    );
}

/** Needs of waiting jobs that every worker of their version and device lacks; where there is none, no need is meant. */
const unmetNeeds = (which: string): string => `
  SELECT o.title AS run, o.need, string_agg(DISTINCT w.host || ': ' || coalesce(l.sentence, ''), E'\\n') AS sentences
  FROM (SELECT DISTINCT owner, title, unnest(string_to_array(needs, E'\\n')) AS need FROM job_order WHERE worker IS NULL ${which}) o
    JOIN job_owner r ON r.id = o.owner
    JOIN job_worker w ON w.version = r.version AND w.device = r.device AND NOT w.leaving
      AND w.seen_at > now() - make_interval(secs => ${goneAfterSeconds})
    LEFT JOIN job_lack l ON l.worker = w.id AND l.need = o.need
  GROUP BY o.owner, o.title, o.need HAVING count(*) = count(l.need) ORDER BY o.title, o.need`;

/** Needs that nobody meets, of the jobs of all owners. */
export const unmetNeedsOfAll = unmetNeeds("");
/** The same of the owner $1. */
export const unmetNeedsOf = unmetNeeds("AND owner = $1");

/** A row of those. */
export type UnmetRow = Omit<UnmetNeed, "sentences"> & { readonly sentences: string };

/** The same as data. */
export function unmetOf({ sentences, ...unmet }: UnmetRow): UnmetNeed {
  return { ...unmet, sentences: sentences.split("\n") };
}

/** In one sentence. */
export function unmetSentence({ run, sentences }: UnmetNeed): string {
  const others = sentences.length > 3 ? ` (and ${sentences.length - 3} more)` : "";
  return `No worker has what ${run} needs: ${sentences.slice(0, 3).join(" ")}${others}`;
}

/** Says what nobody has, once for each need. */
export class UnmetWords {
  readonly #onWord: ((sentence: string) => void) | undefined;
  readonly #said = new Set<string>();

  constructor(onWord: ((sentence: string) => void) | undefined) {
    this.#onWord = onWord;
  }

  hear(rows: readonly UnmetRow[]): void {
    for (const row of rows) {
      if (!this.#said.has(row.need)) this.#onWord?.(unmetSentence(unmetOf(row)));
      this.#said.add(row.need);
    }
  }
}
