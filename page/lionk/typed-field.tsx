/** A value that is typed: what stands in the field stays as it is typed until one leaves it. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";

/** What the field is for; `text`: the value as it stands, `onText` hears what is typed and takes what it can read. */
interface TypedFieldProps {
  readonly label: string;
  readonly about: string;
  readonly text: string;
  readonly placeholder?: string;
  readonly onText: (text: string) => void;
}

/** The field. */
export function TypedField({ label, about, text, placeholder = "", onText }: TypedFieldProps) {
  const id = useId();
  const typed = useSignal<string | null>(null);
  return (
    <div class="field short">
      <label for={id}>
        <span>{label}</span> <small>{about}</small>
      </label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        placeholder={placeholder}
        value={typed.value ?? text}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          onText(currentTarget.value);
        }}
        onBlur={() => (typed.value = null)}
      />
    </div>
  );
}
