/** A field whose text counts once it is settled, by Enter or by leaving the field; until then it stays as it is typed, whatever is drawn anew around it. */
import { useSignal } from "@preact/signals";
import type { PartialInputHTMLAttributes } from "preact";

/** Attributes that are as of any field. */
type PlainAttribute =
  | "id"
  | "class"
  | "inputMode"
  | "placeholder"
  | "spellcheck"
  | "min"
  | "max"
  | "step"
  | "aria-invalid"
  | "aria-describedby";

/** What the field shows and tells. */
interface SettledInputProps extends Pick<PartialInputHTMLAttributes<HTMLInputElement>, PlainAttribute> {
  readonly type: "text" | "number";
  /** The text as it stands. */
  readonly value: string;
  /** Hears the text that was settled on; the field then shows `value` again, be it the same as before. */
  readonly onSettle: (text: string) => void;
}

/** The field. */
export function SettledInput({ value, onSettle, ...rest }: SettledInputProps) {
  const typed = useSignal<string | null>(null);
  return (
    <input
      {...rest}
      list={undefined} // the type of a text field wants it said
      value={typed.value ?? value}
      onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
      onChange={({ currentTarget }) => {
        const text = currentTarget.value;
        typed.value = null;
        onSettle(text);
      }}
      onBlur={() => (typed.value = null)}
    />
  );
}
