/** A button that copies a text, and says that it has. */
import { useSignal } from "@preact/signals";

const thanksMs = 1600;

/** What is copied; `label` names it where the text is long, `shown` is what the button says. */
interface CopyButtonProps {
  readonly text: string;
  readonly label?: string;
  readonly shown?: string;
}

/** The button. Where a browser has no clipboard, or refuses it, it says so. */
export function CopyButton({ text, label = text, shown = "Copy" }: CopyButtonProps) {
  const state = useSignal<"idle" | "Copied" | "Select it by hand">("idle");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      state.value = "Copied";
    } catch {
      state.value = "Select it by hand";
    }
    setTimeout(() => (state.value = "idle"), thanksMs);
  };
  return (
    <button type="button" class="copy" onClick={() => void copy()} aria-label={`${shown}: ${label}`}>
      {state.value === "idle" ? shown : state.value}
    </button>
  );
}
