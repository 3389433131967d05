/** From the text of a file to what is listed: an export that is read back, or a program with what its comments say of it. No file is read. */
import { listRead, withValues } from "../reading/read-export.ts";
import { readExport } from "../reading/read-file.ts";
import { asClaimed, listProgramText, type OptimizerText } from "./list-program.ts";
import type { Listing } from "./listing.ts";

/** The listing of a file. Errors: those of `listProgramText` and of reading exports. */
export function listFileText(file: OptimizerText): Listing {
  const { path, text, hyperparameters = {} } = file;
  const read = readExport({ shown: path, text });
  if (read === null) return listProgramText(file);
  const listing = listRead(withValues(read, hyperparameters));
  return read.heading === null ? listing : asClaimed(listing, path);
}
