/**
 * `lionlab reproduce` without a name: the experiments, their sizes and how long they take.
 */

import { experiments } from "../../reproduce/experiments/index.ts";
import { planSize } from "../../reproduce/plan-size.ts";
import type { Call } from "../command.ts";
import { jsonText, plainTable } from "../plain-table.ts";
import { formatRoughDuration } from "../progress/text.ts";

/** Workers that times are said for: those of a small machine. */
const workers = 2;

/** Prints them. Returns the exit code. */
export async function listExperiments({ options, terminal }: Call): Promise<number> {
  const rows = await Promise.all(
    experiments.map(async ({ name, about, published, sizes, claims }) => ({
      name,
      about,
      published,
      claims: claims.length,
      small: { about: sizes.small.about, ...(await planSize(sizes.small, workers)) },
      full: { about: sizes.full.about, ...(await planSize(sizes.full, workers)) },
    })),
  );
  if (options.json) {
    terminal.out.write(jsonText({ workers, experiments: rows }));
    return 0;
  }
  const columns = [
    { title: "npx lionlab reproduce NAME" },
    { title: "claims", align: "right" as const },
    { title: "small, 2 cores" },
    { title: "--full, 2 cores" },
    { title: "what it compares" },
  ];
  const cells = rows.map(({ name, about, claims, small, full }) => [
    name,
    String(claims),
    formatRoughDuration(small.seconds),
    formatRoughDuration(full.seconds),
    about,
  ]);
  terminal.out.write(plainTable(columns, cells, { width: terminal.out.columns() }));
  terminal.out.write(
    "\nThe full sizes are those that were published, for a GPU: --full --device webgpu, or cuda. Each goes on where it was interrupted.\n",
  );
  return 0;
}
