/** A box that scrolls, reached by keys and named for those who hear the page. */
import type { ComponentChildren, RefObject } from "preact";

/** What the box is; `label` names it, or `labelledBy` the element that does. */
interface ScrollBoxProps {
  readonly class: string;
  readonly label?: string;
  readonly labelledBy?: string;
  readonly box?: RefObject<HTMLDivElement | null>;
  readonly children: ComponentChildren;
}

/** The box. */
export function ScrollBox({ class: className, label, labelledBy, box, children }: ScrollBoxProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section of the page is what its views are made of, and stands apart from others
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <div ref={box ?? null} class={className} role="region" aria-label={label} aria-labelledby={labelledBy} tabIndex={0}>
      {children}
    </div>
  );
}
