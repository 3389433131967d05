/**
 * From what people write (a name of the library or the path of a program file) to an optimizer ready to run: reads the file, where it is
 * one; `resolve-text.ts` does the rest.
 */
import { readFileSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { decodeText } from "../core/decode-text.ts";
import { LabError } from "../core/errors.ts";
import {
  isProgramPath,
  type LibraryRequest,
  type ResolvedOptimizer,
  resolveLibrary,
  resolveProgram,
} from "./resolve-text.ts";

/** What to resolve. `name` is a name of the library, or the path of a program file (it contains a slash or ends in .py or .txt). */
export interface OptimizerRequest extends LibraryRequest {
  /** Folder from which a relative path is read; default: the working folder. */
  readonly folder?: string;
  /** What the program file holds, where it is known: the file is not read then. */
  readonly text?: string | undefined;
}

/**
 * An optimizer of the library, or of a program file, which is called as its file. A program file has no conventions to choose from.
 * Errors: those of `resolveLibrary` and `resolveProgram`; `program-file`.
 */
export function resolveOptimizer(request: OptimizerRequest): ResolvedOptimizer {
  const { name: path, hyperparameters = {} } = request;
  if (!isProgramPath(path)) return resolveLibrary(request);
  return resolveProgram({
    name: basename(path, extname(path)),
    text: request.text ?? programFileText(request),
    hyperparameters,
  });
}

/** The text of a program file, as it is. Errors: `program-file`. */
export function programFileText({ name, folder }: Pick<OptimizerRequest, "name" | "folder">): string {
  const path = resolve(folder ?? ".", name);
  try {
    return decodeText(readFileSync(path));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : String(error);
    throw new LabError("program-file", `The optimizer program ${name} cannot be read: ${reason}. Check the path.`, {
      path,
    });
  }
}
