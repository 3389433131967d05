/** The way to the list of runs. */

/** A link to it. */
export function BackLink() {
  return (
    <p class="back">
      <a href="#/">← All runs</a>
    </p>
  );
}
