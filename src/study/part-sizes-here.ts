/**
 * The sizes of the parts of a batch that this processor is quickest with: those that were measured and shipped, and before them those of a table of the
 * user's own, whose rows `lionlab bench shapes` makes.
 */
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { explainFileError } from "../core/atomic-file.ts";
import { decodeText } from "../core/decode-text.ts";
import { LabError } from "../core/errors.ts";
import { explainFirst } from "../core/issues.ts";
import { parseLocated } from "../core/located.ts";
import { type ProcessorKind, processorKind, processorKinds } from "../core/processor.ts";
import { checkRegular } from "../core/regular-file.ts";
import { models } from "../models/index.ts";
import { type MeasuredPartSizes, measuredPartSizes, type PartSizes, partSizesFor } from "../trainer/part-sizes.ts";

/** The environment variable that names the file of the user's table. */
const variable = "LIONLAB_PART_SIZES";

const row = z.strictObject({
  kind: z.enum(processorKinds),
  measured: z.string().min(1),
  sizes: z.strictObject(Object.fromEntries(models.map(({ name }) => [name, z.int().min(1).optional()]))),
});

/** Where the sizes come from: the process's environment and this processor's kind, unless told otherwise. */
export interface PartSizesSource {
  readonly env?: { readonly [name: string]: string | undefined };
  readonly kind?: ProcessorKind;
}

/**
 * The sizes for this processor, by model. Rows for other kinds count nothing here, so machines may share a file.
 * Errors: `part-sizes-syntax`, `part-sizes-table`; those of `checkRegular` and `explainFileError`.
 */
export function partSizesHere({ env = process.env, kind = processorKind() }: PartSizesSource = {}): PartSizes {
  const file = env[variable] || undefined;
  return partSizesFor(kind, [...(file === undefined ? [] : readRows(file)), ...measuredPartSizes]);
}

/** One row or a list of them, as YAML or JSON. */
function readRows(file: string): readonly MeasuredPartSizes[] {
  const { value, place } = parseLocated(textOf(file), { file, kind: "part-sizes" });
  const schema = Array.isArray(value) ? z.array(row) : row;
  const checked = schema.safeParse(value, { reportInput: true });
  if (checked.success) return [checked.data].flat() as readonly MeasuredPartSizes[];
  const { path, key, sentence } = explainFirst(checked.error.issues, { schema, whole: "the table of part sizes" });
  throw new LabError("part-sizes-table", `${place(path, key)}, the file that ${variable} names: ${sentence}`, {
    file,
  });
}

function textOf(file: string): string {
  const attempted = `read the table of part sizes ${file}, which ${variable} names`;
  try {
    checkRegular(statSync(file), attempted);
    return decodeText(readFileSync(file));
  } catch (error) {
    throw explainFileError(error, attempted);
  }
}
