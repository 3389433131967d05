/** The verdict as a shape and a word: read without colours, and by whoever hears the page. */
import type { VerdictMark } from "../../../src/report/verdict/verdict-document.ts";
import { markWords } from "./verdict-words.ts";

/** The sign. */
export function VerdictSign({ mark }: { readonly mark: VerdictMark }) {
  return (
    <span class={`verdict-sign ${mark}`}>
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        {shapes[mark]}
      </svg>
      {markWords[mark]}
    </span>
  );
}

const line = { fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round" } as const;

/** Two bars apart, alike, crossed or not there yet. */
const shapes: Readonly<Record<VerdictMark, preact.JSX.Element>> = {
  ahead: <path {...line} d="M4 17V9M10 17V3M16 17v-5M7.5 5.5 10 3l2.5 2.5" />,
  behind: <path {...line} d="M4 4l12 12M16 4 4 16" />,
  open: <path {...line} d="M3 7.5h14M3 12.5h14" />,
  "too-few": <path {...line} d="M3 7.5h14M3 12.5h14" stroke-dasharray="2 4" />,
  untested: <path {...line} d="M6 7a4 4 0 1 1 5.5 3.7c-1 .5-1.5 1.2-1.5 2.3M10 16.6v.2" />,
  nothing: <circle {...line} cx="10" cy="10" r="7" stroke-dasharray="3 4" />,
  alone: <circle {...line} cx="10" cy="10" r="7" />,
};
