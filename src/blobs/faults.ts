/** Sentences of stores of blobs. */
import { LabError } from "../core/errors.ts";

/** A blob is not what was put. `found`: a clause. */
export function damagedBlob(
  key: string,
  { location, found }: { readonly location: string; readonly found: string },
): LabError {
  return new LabError(
    "blob-damaged",
    `${key} in ${location} is damaged: ${found}. Remove it; what it held is computed again.`,
    { key },
  );
}

/** What a store of files or of objects says of bytes that do not fit their sum. */
export const wrongSum = "its SHA-256 is not that of what was written";
