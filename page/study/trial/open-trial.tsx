/** A button in a row that opens its trial. */
import "../../styles/open-trial.css";
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { formatRate } from "../../../src/report/format.ts";
import { openedTrial } from "./opened-trial.ts";

/** The button; keys open the trial by the row itself, which is what they walk. */
export function OpenTrial({ row: { key, label, lr, seed } }: { readonly row: TrialRow }) {
  const open = (event: Event): void => {
    event.stopPropagation(); // a click on the row picks it
    openedTrial.value = key;
  };
  return (
    <button
      type="button"
      class="open-trial"
      tabIndex={-1}
      onClick={open}
      title="Open the trial"
      aria-label={`Open: ${label}, lr ${formatRate(lr)}, seed ${seed}`}
    >
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path
          d="M7 1.5h3.5V5M10.5 1.5 6.5 5.5M5 10.5H1.5V7M1.5 10.5l4-4"
          fill="none"
          stroke="currentColor"
          stroke-width="1.3"
        />
      </svg>
    </button>
  );
}
