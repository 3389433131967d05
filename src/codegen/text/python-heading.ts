/** The docstring that a Python module begins with, and the same as plain text: what a file is, where it comes from, that it is free. */
import type { Listing } from "../listing/listing.ts";
import { escapeDocstring, pythonHeader, wrapWords } from "./python.ts";

/** The docstring of a module, with where a found program comes from. */
export function moduleHeading(listing: Listing): string[] {
  const header = pythonHeader(listing);
  const { lineage } = listing;
  if (lineage === undefined) return header;
  const lines = lineage.text.flatMap((line) => wrapWords(line, { hanging: "  " }));
  return [...header.slice(0, -1), "", ...lines.map(escapeDocstring), '"""'];
}

/** The same without quotes and escapes. */
export function headingText(listing: Listing): string[] {
  return moduleHeading(listing)
    .slice(0, -1)
    .map((line) => line.replace(/^r?"""/, "").replaceAll("\\\\", "\\"));
}
