/** What the theory promises here, each with a mark of shape and word. */
import type { PromiseRow, PromiseState } from "./promise-list.ts";

const words: Readonly<Record<PromiseState, string>> = {
  held: "held",
  broken: "broken",
  exceeded: "not of steps",
  none: "nothing promised",
};

const shapes: Readonly<Record<PromiseState, preact.JSX.Element>> = {
  held: <path d="M2 6.5 5 9.3 10 3" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />,
  broken: <path d="m3 3 6 6M9 3 3 9" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />,
  exceeded: <path d="M6 2 10.4 10H1.6z" fill="none" stroke="currentColor" stroke-width="1.5" />,
  none: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2 2" />,
};

/** The list. */
export function PromisePanel({ rows }: { readonly rows: readonly PromiseRow[] }) {
  return (
    <section aria-labelledby="promises">
      <h2 id="promises">What the theory promises here</h2>
      <ul class="promises">
        {rows.map(({ key, title, state, promise, measured }) => (
          <li key={key} class={`promise ${state}`}>
            <span class="mark">
              <svg class="glyph" viewBox="0 0 12 12" aria-hidden="true">
                {shapes[state]}
              </svg>
              {words[state]}
            </span>
            <div>
              <h3>{title}</h3>
              <p>{promise}</p>
              {measured !== "" && <p class="measured">{measured}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
