/** Runs that were started from a page and have not told of themselves yet, and those that could not be started. */
import type { StartedRun } from "../../src/dashboard/views.ts";
import { change } from "../parts/change.ts";
import { dropStart } from "./runs-feed.ts";

/** A line for each. */
export function StartingRuns({ runs }: { readonly runs: readonly StartedRun[] }) {
  if (runs.length === 0) return null;
  return (
    <ul class="starting-runs" aria-label="Being started">
      {runs.map(({ run, name, kind, state, sentence }) => (
        <li key={run} class={state}>
          <strong>{name}</strong>
          <span class="kind">{kind}</span>
          {state === "starting" ? (
            <span role="status">is being started: it reads its data first</span>
          ) : (
            <>
              <span role="alert">was not started: {sentence}</span>
              <button
                type="button"
                onClick={() => {
                  dropStart(run);
                  void change(`/api/starts/${encodeURIComponent(run)}`, { method: "DELETE" });
                }}
              >
                Dismiss
              </button>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
