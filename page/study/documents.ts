/** Documents of a study that the server makes beside its answers: the last one is shown while the next is made. */
import { useEffect, useRef, useState } from "preact/hooks";
import { connection } from "../connection.ts";

/** A document as far as it is known. */
export interface Followed<T> {
  readonly document: T | null;
  /** Whether it is of all that has ended; else the next one is being made. */
  readonly fresh: boolean;
  /** Why there is none, or no newer one. */
  readonly sentence: string | null;
}

/** An answer of the server; `sentence` where it could make none, null where it was not reached. */
export type DocumentAnswer<T> =
  | { readonly version: string; readonly fresh: boolean; readonly document: T }
  | { readonly sentence: string }
  | null;

/** Whoever follows a document. */
export interface Following {
  /** Something has ended that it may not know of. */
  again(): void;
  end(): void;
}

/** How a document is asked for and told. */
export interface FollowOptions<T> {
  /** `after`: a version; the answer is another one, when there is one. */
  readonly ask: (after: string | null, signal: AbortSignal) => Promise<DocumentAnswer<T>>;
  readonly tell: (followed: Followed<T>) => void;
  /** Resolves when a server that was not reached may be asked again. */
  readonly rest: (signal: AbortSignal) => Promise<void>;
}

/** Follows a document until it is ended: asks, waits for the next one while there is one on its way, and asks again when it is told to. */
export function followDocument<T>({ ask, tell, rest }: FollowOptions<T>): Following {
  const stop = new AbortController();
  let known: Followed<T> = { document: null, fresh: true, sentence: null };
  let version: string | null = null;
  let wanted = false;
  let busy = false;
  const show = (change: Partial<Followed<T>>): void => {
    known = { ...known, ...change };
    tell(known);
  };
  const work = async (): Promise<void> => {
    busy = true;
    let after: string | null = null;
    do {
      wanted = false;
      const answer = await ask(after, stop.signal);
      if (stop.signal.aborted) return;
      if (answer === null) {
        await rest(stop.signal);
        wanted = !stop.signal.aborted;
      } else if ("sentence" in answer) {
        show({ fresh: true, sentence: answer.sentence });
        after = null;
      } else {
        version = answer.version;
        show({ document: answer.document, fresh: answer.fresh, sentence: null });
        after = answer.fresh ? null : version;
        wanted ||= !answer.fresh;
      }
    } while (wanted);
    busy = false;
  };
  void work();
  return {
    again: () => {
      if (busy) wanted = true;
      else if (!stop.signal.aborted) void work();
    },
    end: () => stop.abort(),
  };
}

/** A document of a study, kept up: `ended` is another text where another trial has ended. */
export function useDocument<T>(
  id: string,
  kind: "verdict" | "surfaces",
  ended: string,
): Followed<T> & { again(): void } {
  const [followed, setFollowed] = useState<Followed<T>>({ document: null, fresh: true, sentence: null });
  const following = useRef<Following | null>(null);
  useEffect(() => {
    setFollowed({ document: null, fresh: true, sentence: null });
    following.current = followDocument<T>({
      ask: (after, signal) => askServer(id, kind, { after, signal }),
      tell: setFollowed,
      rest,
    });
    return () => following.current?.end();
  }, [id, kind]);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) following.current?.again();
    first.current = false;
  }, [ended]);
  return { ...followed, again: () => following.current?.again() };
}

async function askServer<T>(
  id: string,
  kind: string,
  { after, signal }: { readonly after: string | null; readonly signal: AbortSignal },
): Promise<DocumentAnswer<T>> {
  const query = after === null ? "" : `?after=${encodeURIComponent(after)}`;
  try {
    const answer = await fetch(`/api/runs/${encodeURIComponent(id)}/${kind}${query}`, { signal });
    if (answer.status === 401) connection.value = "refused";
    if (answer.ok) return (await answer.json()) as DocumentAnswer<T>;
    if (answer.status === 404) return { sentence: "This run is not here any more." };
    if (answer.status === 503) return { sentence: ((await answer.json()) as { readonly sentence: string }).sentence };
    return answer.status === 500 ? { sentence: "The server broke at it; what it printed says why." } : null;
  } catch {
    return null;
  }
}

const restMs = 2000;

function rest(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, restMs);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
