/** The verdict on a study in the list, once nobody works on it and its row has been seen. */
import "../styles/verdict.css";
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { RunSummary } from "../../src/dashboard/views.ts";
import { ask } from "../connection.ts";
import { VerdictSign } from "../study/verdict/verdict-sign.tsx";
import { type ListedVerdict, type VerdictAnswer, verdictQueue } from "./verdict-queue.ts";

const verdicts = signal<ReadonlyMap<string, ListedVerdict>>(new Map());

const queue = verdictQueue({
  ask: (id, after) => {
    const query = after === null ? "" : `?after=${encodeURIComponent(after)}`;
    return ask<VerdictAnswer>(`/api/runs/${encodeURIComponent(id)}/verdict${query}`);
  },
  tell: (id, verdict) => {
    verdicts.value = new Map([...verdicts.value, [id, verdict]]);
  },
});

/** Its sign; nothing while it is not known. */
export function RunVerdict({ run: { id, done } }: { readonly run: RunSummary }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const seen = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) queue.want(id, done);
    });
    seen.observe(place.current!);
    return () => seen.disconnect();
  }, [id, done]);
  const verdict = verdicts.value.get(id);
  return (
    <div ref={place} class="rest" title={verdict?.headline}>
      {verdict !== undefined && <VerdictSign mark={verdict.mark} />}
    </div>
  );
}
