/** A value that is typed: what stands in the field stays as it is typed until one leaves it. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Unread } from "./unread.tsx";

/** What the field is for; `text`: the value as it stands, `onText` hears what is typed, takes what it can read and says whether it did. */
interface TypedFieldProps {
  readonly label: string;
  readonly about: string;
  readonly text: string;
  /** What belongs there, in words. */
  readonly wanted: string;
  readonly placeholder?: string;
  readonly onText: (text: string) => boolean;
}

/** The field. */
export function TypedField({ label, about, text, wanted, placeholder = "", onText }: TypedFieldProps) {
  const id = useId();
  const typed = useSignal<string | null>(null);
  const isRead = useSignal(true);
  return (
    <div class="lionk-field short">
      <label for={id}>
        <span>{label}</span> <small>{about}</small>
      </label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        placeholder={placeholder}
        value={typed.value ?? text}
        aria-invalid={!isRead.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          isRead.value = onText(currentTarget.value);
        }}
        onBlur={() => {
          typed.value = null;
          isRead.value = true;
        }}
      />
      <Unread isRead={isRead.value} wanted={wanted} text={text} />
    </div>
  );
}
