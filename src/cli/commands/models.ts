/**
 * `lionlab models [NAME]`: the models, or the layers of one with their outputs and parameters.
 */
import type { Model } from "../../models/model.ts";
import type { Command } from "../command.ts";
import { jsonText, plainTable } from "../plain-table.ts";
import { formatCount } from "../progress/text.ts";

/** The command. */
export const modelsCommand: Command = {
  name: "models",
  group: "Look things up",
  summary: "List the models, or print one model's layers and parameters.",
  arguments: [{ name: "name", about: "Name of a model.", optional: true }],
  options: ["json"],
  examples: ["npx lionlab models", "npx lionlab models fashion-cnn"],
  run: async ({ arguments: { name }, options, terminal }) => {
    const { modelNamed, models } = await import("../../models/index.ts");
    const model = name === undefined ? undefined : modelNamed(name);
    if (options.json) terminal.out.write(jsonText(model === undefined ? models.map(facts) : facts(model)));
    else terminal.out.write(model === undefined ? listText(models, terminal.out.columns()) : layersText(model));
    return 0;
  },
};

function facts({ name, summary, source, input, classes, parameterCount, layers, parameters }: Model): object {
  return { name, summary, source, input, classes, parameterCount, layers, parameters };
}

function listText(models: readonly Model[], width: number): string {
  return plainTable(
    [{ title: "model" }, { title: "parameters", align: "right" }, { title: "what it is" }],
    models.map(({ name, parameterCount, summary }) => [name, formatCount(parameterCount), summary]),
    { width },
  );
}

function layersText({ name, summary, source, layers, parameterCount }: Model): string {
  const rows = layers.map(({ layer, output, parameters }) => [layer, output.join(" × "), formatCount(parameters)]);
  const table = plainTable(
    [{ title: "layer" }, { title: "output" }, { title: "parameters", align: "right" }],
    [...rows, ["total", "", formatCount(parameterCount)]],
  );
  return `${name}: ${summary}\n\n${table}\nSource: ${source}\n`;
}
