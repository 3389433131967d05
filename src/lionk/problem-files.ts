/** The files that a problem names. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { explainFileError } from "../core/atomic-file.ts";
import type { ProblemSource } from "./read-problem.ts";

/** Reads CSV files by paths that start from `folder`. Errors: those of `explainFileError`. */
export function csvTextIn(folder: string): ProblemSource["csvText"] {
  return (csv) => {
    try {
      return readFileSync(resolve(folder, csv), "utf8");
    } catch (error) {
      throw explainFileError(error, `read ${csv}`);
    }
  };
}
