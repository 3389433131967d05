/** A text as it is, that scrolls within its frame: by keyboard too. */

/** The text; `label` says what it is. */
export function SourceText({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="source-text" tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}
