/** What the library says of a mistake, below the fields that it is about. */
import type { SettingFault } from "./problem.ts";

/** The sentence, where the mistake is in this part. */
export function Said({ fault, part }: { readonly fault: SettingFault | null; readonly part: SettingFault["part"] }) {
  return <div aria-live="polite">{fault?.part === part && <p class="wrong">{fault.message}</p>}</div>;
}
