/** The state of a study's view, kept in the address. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { keepState } from "../location.ts";
import { readState, type StudyViewState, stateQuery } from "./view-state.ts";

/** Milliseconds without a change after which the address is written: browsers refuse it where it is written for each move of a pointer. */
const restMs = 250;

/** The state, and what changes it. A link that is followed to another state of the same study changes it too. */
export function useViewState(query: string): readonly [StudyViewState, (change: Partial<StudyViewState>) => void] {
  const state = useSignal(readState(query));
  const written = useRef(query);
  const timer = useRef(0);
  useEffect(() => {
    if (query === written.current) return;
    written.current = query;
    clearTimeout(timer.current);
    state.value = readState(query);
  }, [query]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (part: Partial<StudyViewState>): void => {
    state.value = { ...state.peek(), ...part };
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      written.current = stateQuery(state.peek());
      keepState(written.current);
    }, restMs);
  };
  return [state.value, change];
}
