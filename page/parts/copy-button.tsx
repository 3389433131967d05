/** A button that copies a text, and says that it has. */
import { useSignal } from "@preact/signals";

const thanksMs = 1600;

/** The button. Where a browser has no clipboard, or refuses it, it says so. */
export function CopyButton({ text }: { readonly text: string }) {
  const state = useSignal<"Copy" | "Copied" | "Select it by hand">("Copy");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      state.value = "Copied";
    } catch {
      state.value = "Select it by hand";
    }
    setTimeout(() => (state.value = "Copy"), thanksMs);
  };
  return (
    <button type="button" class="copy" onClick={() => void copy()} aria-label={`Copy: ${text}`}>
      {state.value}
    </button>
  );
}
