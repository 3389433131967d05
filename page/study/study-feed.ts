/** What is known of one study, kept up by the server's events. */
import { signal } from "@preact/signals";
import type { StudyFrame } from "../../src/dashboard/views.ts";
import { connection } from "../connection.ts";
import { applyFrame, type StudyState } from "./study-state.ts";

const againMs = 2000;

/** A study: not heard of yet, gone from the server, or as it is known. */
export type StudyFeed = StudyState | "loading" | "gone";

/** The study that is shown. */
export const study = signal<StudyFeed>("loading");

/** Follows a study until the returned function is called. */
export function followStudy(id: string): () => void {
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
      const before = study.peek();
      study.value = applyFrame(typeof before === "string" ? null : before, JSON.parse(data) as StudyFrame);
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
      study.value = "gone";
    } else {
      connection.value = "lost";
      timer = window.setTimeout(open, againMs);
    }
  };
  study.value = "loading";
  open();
  return () => {
    over = true;
    study.value = "loading";
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
