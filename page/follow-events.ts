/** Events of a run from the server, again and again where the connection breaks, until nobody listens. */
import { signal } from "@preact/signals";
import { connection } from "./connection.ts";

const againMs = 2000;

/** What happens while a run is followed; a frame is what the page had not seen. */
export interface Heard<Frame> {
  readonly onFrame: (frame: Frame) => void;
  /** The server knows no such run. */
  readonly onGone: () => void;
}

/** Why the store of the run that is followed cannot be read now, in a sentence; empty while it can. */
export const runFault = signal("");

/** Follows a run until the returned function is called. */
export function followEvents<Frame>(id: string, { onFrame, onGone }: Heard<Frame>): () => void {
  const path = `/api/runs/${encodeURIComponent(id)}/events`;
  let source: EventSource | null = null;
  let timer = 0;
  let over = false;
  const open = (): void => {
    source = new EventSource(path);
    source.onopen = () => {
      connection.value = "connected";
    };
    source.onmessage = ({ data }: MessageEvent<string>) => {
      connection.value = "connected";
      runFault.value = "";
      onFrame(JSON.parse(data) as Frame);
    };
    source.addEventListener("fault", ({ data }: MessageEvent<string>) => {
      connection.value = "connected";
      runFault.value = data;
    });
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) void probe();
      else connection.value = "lost";
    };
  };
  /** A source that gave up does not say why; the answer's status does. */
  const probe = async (): Promise<void> => {
    const { status, sentence } = await answerOf(path);
    if (over) return;
    if (status === 401) {
      connection.value = "refused";
      return;
    }
    connection.value = status === null ? "lost" : "connected";
    runFault.value = sentence;
    if (status === 404) onGone();
    timer = window.setTimeout(open, againMs); // what is gone or held now may be there again
  };
  open();
  return () => {
    over = true;
    clearTimeout(timer);
    source?.close();
    runFault.value = "";
  };
}

/** What is answered: null where the server is not reached, and what it says of a store that cannot be read. */
async function answerOf(path: string): Promise<{ readonly status: number | null; readonly sentence: string }> {
  const abort = new AbortController();
  try {
    const answer = await fetch(path, { signal: abort.signal });
    const told = answer.status === 503 ? ((await answer.json()) as { readonly sentence?: string }) : {};
    return { status: answer.status, sentence: told.sentence ?? "" };
  } catch {
    return { status: null, sentence: "" };
  } finally {
    abort.abort();
  }
}
