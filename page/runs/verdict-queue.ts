/** Verdicts on the studies of the list, asked for one after another: the server makes one at a time, and whoever opens a study is not to wait for a list. */
import type { VerdictDocument, VerdictMark } from "../../src/report/verdict/verdict-document.ts";

/** What the list says of a verdict. */
export interface ListedVerdict {
  readonly mark: VerdictMark;
  readonly headline: string;
}

/** An answer of the server: `fresh` where it is of all that has ended. */
export interface VerdictAnswer {
  readonly version: string;
  readonly fresh: boolean;
  readonly document: Pick<VerdictDocument, "mark" | "headline">;
}

/** How a queue asks and tells. */
export interface VerdictQueueOptions {
  /** The verdict of a study, another than `after`; null where there is none, or the server is away. */
  readonly ask: (id: string, after: string | null) => Promise<VerdictAnswer | null>;
  readonly tell: (id: string, verdict: ListedVerdict) => void;
}

/** A queue. `want`: `ended` is another number where more of the study's trials have ended; what was asked for before is not asked again. */
export function verdictQueue({ ask, tell }: VerdictQueueOptions): { want(id: string, ended: number): void } {
  const asked = new Map<string, number>();
  const waiting: string[] = [];
  let busy = false;
  const work = async (): Promise<void> => {
    busy = true;
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      for (let after: string | null = null, over = false; !over; ) {
        const answer = await ask(id, after);
        if (answer === null) asked.delete(id);
        else tell(id, { mark: answer.document.mark, headline: answer.document.headline });
        over = answer === null || answer.fresh;
        after = answer?.version ?? null;
      }
    }
    busy = false;
  };
  return {
    want: (id, ended) => {
      if (asked.get(id) === ended) return;
      asked.set(id, ended);
      if (!waiting.includes(id)) waiting.push(id);
      if (!busy) void work();
    },
  };
}
