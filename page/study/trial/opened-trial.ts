/** Which trial is open: its key, or none. */
import { signal } from "@preact/signals";

/** The key of the trial that is shown in full; null: none. */
export const openedTrial = signal<string | null>(null);
