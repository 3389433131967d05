/** Events of a run from the server, again and again where the connection breaks, until nobody listens. */
import { connection } from "./connection.ts";

const againMs = 2000;

/** What happens while a run is followed; a frame is what the page had not seen. */
export interface Heard<Frame> {
  readonly onFrame: (frame: Frame) => void;
  /** The server knows no such run. */
  readonly onGone: () => void;
}

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
      onFrame(JSON.parse(data) as Frame);
    };
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) void probe();
      else connection.value = "lost";
    };
  };
  /** A source that gave up does not say why; the answer's status does. */
  const probe = async (): Promise<void> => {
    const status = await statusOf(path);
    if (over) return;
    if (status === 401) connection.value = "refused";
    else if (status === 404) {
      connection.value = "connected";
      onGone();
    } else {
      connection.value = "lost";
      timer = window.setTimeout(open, againMs);
    }
  };
  open();
  return () => {
    over = true;
    clearTimeout(timer);
    source?.close();
  };
}

async function statusOf(path: string): Promise<number | null> {
  const abort = new AbortController();
  try {
    return (await fetch(path, { signal: abort.signal })).status;
  } catch {
    return null;
  } finally {
    abort.abort();
  }
}
