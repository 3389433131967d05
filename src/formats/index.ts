/** The formats that runs are written in, in the order in which help lists them; one file each, one line here. */
import { unknownName } from "../core/errors.ts";
import type { RunFormat } from "./format.ts";
import { jsonl } from "./jsonl.ts";
import { latex } from "./latex.ts";
import { mlflow } from "./mlflow.ts";
import { optuna } from "./optuna.ts";
import { parquet } from "./parquet.ts";
import { tensorboard } from "./tensorboard.ts";

/** All formats. */
export const formats: readonly RunFormat[] = [jsonl, parquet, tensorboard, optuna, mlflow, latex];

/** The format of a name. Errors: `unknown-format` with the nearest. */
export function formatNamed(name: string): RunFormat {
  const found = formats.find((format) => format.name === name);
  if (found === undefined)
    throw unknownName(
      "format",
      name,
      formats.map((format) => format.name),
    );
  return found;
}
