/**
 * `lionlab data`: the data sets and where they lie; `lionlab data fetch NAME`: brings one to this machine.
 */
import { printable } from "../../core/printable.ts";
import type { Dataset } from "../../data/dataset.ts";
import { type Call, type Command, requiredArgument } from "../command.ts";
import { jsonText, plainTable } from "../plain-table.ts";
import { formatCount } from "../progress/text.ts";

const fetchCommand: Command = {
  name: "fetch",
  group: "Look things up",
  summary: "Find or fetch a data set, check it, and print where it lies.",
  arguments: [{ name: "name", about: "Name of a data set." }],
  options: ["data", "json"],
  examples: ["npx lionlab data fetch fashion-mnist"],
  run: async (call) => {
    const { loadDataset } = await import("../../data/index.ts");
    const { fetchReporter } = await import("../fetching.ts");
    const { terminal, options } = call;
    const name = requiredArgument(call, "name");
    const report = fetchReporter(terminal.err);
    const loaded = await loadDataset(name, {
      dataDir: options.data,
      env: terminal.env,
      onEvent: (event) => (options.json ? undefined : report(event)),
    });
    const { origin, fingerprint } = loaded;
    const counts = { train: loaded.train.count, test: loaded.test.count };
    const size = `${formatCount(counts.train)} training and ${formatCount(counts.test)} test images`;
    terminal.out.write(
      options.json
        ? jsonText({ name, origin, counts, fingerprint })
        : `${name}: ${size} in ${printable(origin)}\nsha256 of the content: ${fingerprint}\n`,
    );
    return 0;
  },
};

/** The command. */
export const dataCommand: Command = {
  name: "data",
  group: "Look things up",
  summary: "List the data sets and where they lie, or fetch one.",
  arguments: [],
  options: ["data", "json"],
  examples: ["npx lionlab data", "npx lionlab data fetch fashion-mnist"],
  commands: [fetchCommand],
  run: async (call) => {
    const { datasets, folderName } = await import("../../data/index.ts");
    const rows = await Promise.all(datasets.map((dataset) => factsOf(dataset, call)));
    const table = plainTable(
      [
        { title: "data set" },
        { title: "images" },
        { title: "size" },
        { title: "classes", align: "right" },
        { title: "where" },
      ],
      rows.map(({ name, counts, shape, classes, folder }) => [
        name,
        `${formatCount(counts.train)} + ${formatCount(counts.test)}`,
        shape.join(" × "),
        String(classes.length),
        folder ?? `not here yet: npx lionlab data fetch ${name}`,
      ]),
    );
    const own = `\n${folderName}: images of your own, a folder for each class; data.path in the study file says where they lie (docs/study-files.md).\n`;
    call.terminal.out.write(call.options.json ? jsonText(rows) : table + own);
    return 0;
  },
};

async function factsOf(dataset: Dataset, { options, terminal }: Call) {
  const { locateDataset, isNotInFolder } = await import("../../data/index.ts");
  const { name, summary, source, licence, shape, classes, counts } = dataset;
  const where = { dataDir: options.data, env: terminal.env };
  let folder: string | null = null;
  try {
    folder = locateDataset(dataset, where);
  } catch (error) {
    if (!isNotInFolder(error)) throw error; // a folder of one dataset lacks the others
  }
  return { name, summary, source, licence, shape, classes, counts, folder };
}
