/** Random programs of the search's language, for exports to be held against. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomGenome } from "../../test/samples/genomes.ts";
import type { OptimizerRequest } from "../optimizers/resolve.ts";
import { printProgram } from "../program/print.ts";
import { programOf } from "../program/program-of.ts";

/** Requests for `count` programs, which are written into a folder: the AdamW seed after one to sixty mutations. */
export function randomPrograms(count: number, folder: string): (OptimizerRequest & { readonly text: string })[] {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: count }, (_, i) => {
    const text = printProgram(programOf(randomGenome(i, 1 + (i % 60))));
    writeFileSync(join(folder, `p${i}.txt`), text);
    return { name: `./p${i}.txt`, folder, text };
  });
}
