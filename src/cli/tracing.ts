/**
 * Traces as a terminal shows them: the weights after every step, by the interpreter and by the graph.
 */

import { LabError } from "../core/errors.ts";
import type { Nested, OptimizerTrace } from "../optimizers/trace.ts";
import { formatRate } from "../report/format.ts";
import type { Call } from "./command.ts";
import { readJson } from "./input.ts";
import { jsonText, plainTable } from "./plain-table.ts";
import { parseSettings } from "./settings.ts";

/** Steps and characters beyond which the text for people is shortened; JSON never is. */
const limits = { steps: 20, characters: 72 };

/**
 * Reads the input that the call names, traces the optimizer and prints the result.
 * `optimizer`: a name of the library or the path of a program file.
 */
export async function runTrace(optimizer: string, { options, terminal }: Call): Promise<number> {
  if (options.input === undefined && terminal.inputIsTTY) {
    throw new LabError(
      "missing-input",
      'A trace needs gradients: give a file with --input, or pipe JSON such as {"w": [[1, 2]], "steps": [{"g": [[0.1, 0.2]]}]} into it.',
    );
  }
  const input = await readJson(options.input ?? "-", "the input of a trace", terminal);
  const { traceOptimizer } = await import("../optimizers/trace.ts");
  const trace = await traceOptimizer({
    name: optimizer,
    ...(options.convention === undefined ? {} : { convention: options.convention }),
    hyperparameters: parseSettings(options.set ?? []),
    folder: terminal.cwd,
    input,
  });
  terminal.out.write(options.json ? jsonText(trace) : traceText(trace));
  return 0;
}

/** The trace as a table. */
export function traceText(trace: OptimizerTrace): string {
  const settings = Object.entries(trace.hyperparameters).map(([name, value]) => `${name} ${value}`);
  const rows = trace.steps.slice(0, limits.steps).flatMap(({ step, interpreter, graph }) => [
    [String(step), "interpreter", shorten(interpreter)],
    ["", "graph", shorten(graph)],
  ]);
  const table = plainTable([{ title: "step", align: "right" }, { title: "by" }, { title: "weights" }], rows);
  const hidden = trace.steps.length - limits.steps;
  const rest = hidden > 0 ? `and ${hidden} more steps; --json prints them all\n` : "";
  const head = [`${trace.optimizer} (${trace.convention})`, `lr ${formatRate(trace.lr)}`, ...settings].join(", ");
  return `${head}\n\n${table}${rest}\nLargest relative difference: ${trace.largestDifference.toPrecision(2)}\n`;
}

function shorten(weights: readonly Nested[]): string {
  const text = JSON.stringify(weights, (_, value: unknown) =>
    typeof value === "number" ? Number(value.toPrecision(9)) : value,
  );
  return text.length <= limits.characters ? text : `${text.slice(0, limits.characters - 1)}…`;
}
