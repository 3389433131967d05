/** The look of a line. */
import { lookOf } from "../picks.ts";

/** A short piece of the line that has this place. */
export function Swatch({ place }: { readonly place: number }) {
  const { color, dash } = lookOf(place);
  return (
    <svg class="swatch" viewBox="0 0 22 8" aria-hidden="true">
      <line x1="1" x2="21" y1="4" y2="4" stroke={color} stroke-width="2.6" stroke-dasharray={dash.join(" ")} />
    </svg>
  );
}
