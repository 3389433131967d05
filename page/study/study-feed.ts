/** What is known of one study, kept up by the server's events. */
import { signal } from "@preact/signals";
import type { StudyFrame } from "../../src/dashboard/views.ts";
import { followEvents } from "../follow-events.ts";
import { applyFrame, type StudyState } from "./study-state.ts";

/** A study: not heard of yet, gone from the server, or as it is known. */
export type StudyFeed = StudyState | "loading" | "gone";

/** The study that is shown. */
export const study = signal<StudyFeed>("loading");

/** Follows a study until the returned function is called. */
export function followStudy(id: string): () => void {
  study.value = "loading";
  const end = followEvents<StudyFrame>(id, {
    onFrame: (frame) => {
      const before = study.peek();
      study.value = applyFrame(typeof before === "string" ? null : before, frame);
    },
    onGone: () => {
      study.value = "gone";
    },
  });
  return () => {
    end();
    study.value = "loading";
  };
}
