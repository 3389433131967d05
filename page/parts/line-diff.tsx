/** Lines of a text that stay, go and come: by a sign in front, by colour, and by words for who hears the page. */

const looks = {
  "+": { class: "come", word: "added: " },
  "-": { class: "go", word: "removed: " },
  " ": { class: "stay", word: "" },
} as const;

/** `text`: lines as `lineDiff` writes them. */
export function LineDiff({ text, label }: { readonly text: string; readonly label?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    // biome-ignore lint/a11y/useSemanticElements: it groups no fields
    <pre class="program diff" tabIndex={0} aria-label={label ?? "What changed"} role="group">
      {text.split("\n").map((line, at) => {
        const sign = line.startsWith("+") ? "+" : line.startsWith("-") ? "-" : " ";
        return (
          <span key={at} class={looks[sign].class}>
            <span class="sign" aria-hidden="true">
              {sign}
            </span>
            <span class="heard">{looks[sign].word}</span>
            {line.slice(2)}
            {"\n"}
          </span>
        );
      })}
    </pre>
  );
}
