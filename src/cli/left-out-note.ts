/**
 * What is said where a report leaves out the curve of every trial.
 */
import { quoteWord } from "../core/quote-word.ts";
import { withoutPasswords } from "../records/postgres/secrets.ts";
import type { WrittenReport } from "../report/write.ts";

/** The sentence and the command that writes them; empty where they are written. `run`: as `lionlab report` takes it. */
export function leftOutNote(
  { epochsLeftOut }: WrittenReport,
  { run, storage }: { readonly run: string; readonly storage?: string | undefined },
): string {
  if (epochsLeftOut === undefined) return "";
  const at = storage === undefined ? "" : ` --storage ${quoteWord(withoutPasswords(storage))}`;
  const command = `npx lionlab report ${quoteWord(run)}${at} --curves`;
  const epochs = epochsLeftOut.toLocaleString("en-US");
  return `The curves of all trials are left out of the files, for they are ${epochs} epochs. To write them: ${command}\n`;
}
