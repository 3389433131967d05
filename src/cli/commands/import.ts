/**
 * `lionlab import FILE…`: runs of other tools as a run that `show`, `report`, `power`, `diff` and `claim` read.
 */
import { basename, join } from "node:path";
import { type Call, type Command, requiredArgument } from "../command.ts";

/** The command. */
export const importCommand: Command = {
  name: "import",
  group: "Compare optimizers",
  summary: "Make a run of what other tools logged: tables, Keras, AlgoPerf, Optuna, TensorBoard.",
  arguments: [
    { name: "file", about: "A file with runs of another tool." },
    { name: "others", about: "Files with more runs, also of another tool.", optional: true, variadic: true },
  ],
  options: ["name", "out", "model", "dataName", "optimizer", "rate", "lowerIsBetter", "validationAsTest", "json"],
  meanings: {
    out: { about: "Folder of the run that is made.", otherwise: "runs/NAME" },
    model: { about: "What the runs trained, in words of yours.", otherwise: "imported" },
    optimizer: {
      about: "The optimizer of rows that name none.",
      otherwise: "the file's name, without a number of a seed at its end",
    },
    rate: { about: "The learning rate of runs whose files tell none.", otherwise: "not known" },
    lowerIsBetter: {
      about: "Figures of a table with a column for each optimizer are losses.",
      otherwise: "they are accuracies",
    },
  },
  examples: [
    "npx lionlab import results.csv --name mine",
    "npx lionlab import lion-0.csv lion-1.csv adamw-0.csv adamw-1.csv --name keras-logs --validation-as-test",
    "npx lionlab import optuna.sqlite",
    "npx lionlab import logs/lion-seed0/events.out.tfevents.1700000000.host",
    "npx lionlab import lion/study_0/fashion_jax/trial_1/eval_measurements.csv",
  ],
  run: async (call) => {
    const { options, terminal } = call;
    const { importedRecords } = await import("../../imports/imported-study.ts");
    const files = await foreignFiles(call);
    const name = runName(options.name ?? basename(files[0]!.file));
    const records = importedRecords(files, {
      name,
      command: call.commandLine,
      model: options.model ?? "imported",
      data: options.dataName ?? "imported",
      validationAsTest: options.validationAsTest === true,
    });
    const folder = options.out ?? join("runs", name);
    const { saveRun } = await import("../save-run.ts");
    await saveRun(records, { folder, cwd: terminal.cwd });
    const { importText } = await import("../import-text.ts");
    terminal.out.write(importText(records, { folder, json: options.json === true }));
    return 0;
  },
};

async function foreignFiles(call: Call) {
  const { readForeign } = await import("../../imports/read-foreign.ts");
  const { givenFile } = await import("../save-run.ts");
  const { optimizer, rate, lowerIsBetter } = call.options;
  const files = [];
  for (const path of [requiredArgument(call, "file"), ...call.rest]) {
    const given = await givenFile(path, call.terminal);
    files.push(await readForeign(given, { optimizer, rate, lowerIsBetter: lowerIsBetter === true }));
  }
  return files;
}

/** A name that a folder can have. */
function runName(text: string): string {
  const name = text
    .replace(/\.[A-Za-z0-9]+$/, "")
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replaceAll(/^[._-]+|-+$/g, "")
    .slice(0, 80);
  return name === "" ? "imported" : name;
}
