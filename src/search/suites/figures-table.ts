/**
 * The output of `lionlab bench proxies --json` as a table for the documentation.
 */
import type { SuiteFigures } from "./suite-figures.ts";

/** A row of that output. `ms`: processor time of an evaluation. */
export type SuiteRow = { readonly name: string; readonly ms: number } & SuiteFigures;

/** That output. */
export interface BenchOutput {
  readonly machine: string;
  readonly truth: { readonly tasks: readonly string[]; readonly lacks: readonly string[] };
  readonly rows: readonly SuiteRow[];
}

/** Markdown: the suites, those that rank best first, and what the figures are of. `text`: the output; "" where none is kept. */
export function figuresTable(text: string): string {
  if (text === "") return "No figures are kept yet: they wait for the truth of the studies.";
  const { machine, truth, rows } = JSON.parse(text) as BenchOutput;
  const pairs = Object.keys(rows[0]?.edges ?? {});
  const titles = ["suite", "rho", "rules", "ms", "draws for 0.002", ...pairs];
  const ranked = [...rows].sort((a, b) => b.rho - a.rho);
  const lines = ranked.map(({ name, rho, low, high, rules, ms, seeds, edges }) => {
    const interval = `${rho.toFixed(2)} (${low.toFixed(2)} … ${high.toFixed(2)})`;
    return [
      `\`${name}\``,
      interval,
      String(rules),
      ms.toFixed(0),
      String(seeds),
      ...pairs.map((pair) => edgeText(edges[pair] ?? null)),
    ];
  });
  const table = [titles, titles.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`);
  const lacks = truth.lacks.map((sentence) => `${sentence}.`).join(" ");
  return [...table, "", `${machine}; rules ranked by ${truth.tasks.join(", ")}. ${lacks}`.trim()].join("\n");
}

/** A paired difference with its standard error, four digits. */
export function edgeText(edge: SuiteFigures["edges"][string]): string {
  if (edge === null) return "not measured";
  return `${edge.mean >= 0 ? "+" : ""}${edge.mean.toFixed(4)} ± ${edge.standardError.toFixed(4)}`;
}
