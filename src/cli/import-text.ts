/**
 * What an import says of what it made.
 */

import { quoteWord } from "../core/quote-word.ts";
import type { ImportedRecords } from "../imports/imported-study.ts";
import { importSentence } from "../records/imported.ts";
import { count, formatRate, listInWords } from "../report/format.ts";
import { jsonText } from "./plain-table.ts";

/** Text for people, or JSON. */
export function importText(
  { study, trials, imported }: ImportedRecords,
  { folder, json }: { readonly folder: string; readonly json: boolean },
): string {
  const labels = [...new Set(trials.map(({ config }) => config.optimizer.label))];
  const optimizers = labels.map((label) => {
    const own = trials.filter(({ config }) => config.optimizer.label === label);
    const rates = [...new Set(own.map(({ config }) => config.lr))].sort((a, b) => a - b);
    return {
      label,
      runs: own.length,
      diverged: own.filter(({ result }) => result.status === "diverged").length,
      rates,
    };
  });
  if (json) {
    const known = optimizers.map((one) => ({ ...one, rates: one.rates.filter((rate) => !Number.isNaN(rate)) }));
    return jsonText({ study: study.name, folder, ...imported, optimizers: known });
  }
  const lines = optimizers.map(({ label, runs, diverged, rates }) => {
    const at = rates.every(Number.isNaN) ? "rate not known" : `rates ${listInWords(rates.slice(0, 8).map(formatRate))}`;
    return `  ${label}: ${count(runs, "run")}${diverged > 0 ? `, ${diverged} diverged` : ""}, ${at}`;
  });
  return [
    importSentence(imported),
    ...imported.remarks,
    ...lines,
    `To look at it: npx lionlab show ${quoteWord(folder)}`,
    "",
  ].join("\n");
}
