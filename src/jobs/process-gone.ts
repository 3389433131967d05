/** Whether a run that tells nothing any more can be known to be over. */
import { hostname } from "node:os";

/** Whether the process of a run is known to be gone: it ran on this machine and does not any more. */
export function isGone({ pid, host }: { readonly pid: number; readonly host: string }): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH"; // another's process may not be asked, but is there
  }
}
