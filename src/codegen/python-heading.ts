/** The first lines of a Python module, and the same as plain text. */
import type { Listing } from "./listing.ts";
import { pythonHeader } from "./python.ts";

/** What a file is, where it comes from, that it is free: the docstring of a module without its quotes and escapes. */
export function headingText(listing: Listing): string[] {
  return pythonHeader(listing)
    .slice(0, -1)
    .map((line) => line.replace(/^r?"""/, "").replaceAll("\\\\", "\\"));
}
