/** A table in a frame, which scrolls where it is wider than the page. */
import type { ComponentChildren } from "preact";

/** The frame; `label` names it for whoever moves to it by keys. */
export function Framed({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must be able to
    <section class="framed" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
