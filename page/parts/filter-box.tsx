/** A box in which one filters what is shown. */
import { useEffect, useRef } from "preact/hooks";

/** A box for words to look for; the key `/` leads to it. */
export function FilterBox(props: {
  readonly label: string;
  readonly value: string;
  readonly onFilter: (text: string) => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "/" || isTypedInto(event.target) || box.current?.checkVisibility() !== true) return;
      event.preventDefault();
      box.current.focus();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  return (
    <input
      ref={box}
      type="search"
      class="filter"
      placeholder={`${props.label} ( / )`}
      aria-label={props.label}
      value={props.value}
      onInput={(event) => props.onFilter(event.currentTarget.value)}
    />
  );
}

/** Whether a key at this place is a letter of a text. */
function isTypedInto(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
