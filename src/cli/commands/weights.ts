/**
 * `lionlab weights`: published weights; `inspect`, `convert` and `fetch` files of them.
 */
import { resolve } from "node:path";
import { printable } from "../../core/printable.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { ModelFit } from "../../weights/known-models.ts";
import { type Call, type Command, requiredArgument } from "../command.ts";
import { prefixNote } from "../model-source.ts";
import { jsonText, plainTable } from "../plain-table.ts";
import { cut, formatCount } from "../progress/text.ts";

const group = "Look things up";

const inspectCommand: Command = {
  name: "inspect",
  group,
  summary: "Print the tensors of a weights file and which models it fits.",
  arguments: [{ name: "file", about: "A safetensors, .pth or npz file, or a checkpoint of a trial." }],
  options: ["json"],
  examples: ["npx lionlab weights inspect resnet50.safetensors"],
  run: async (call) => {
    const { readWeightsFile } = await import("../../weights/weights-file.ts");
    const { knownModelsFor } = await import("../../weights/known-models.ts");
    const path = pathOf(call, "file");
    const { format, tensors, metadata, prefix } = await readWeightsFile(path);
    const { namesOfNotFinite } = await import("../../weights/finite.ts");
    const fits = knownModelsFor(tensors);
    const notFinite = namesOfNotFinite(tensors);
    const rows = [...tensors].map(([name, tensor]) => ({ name, shape: tensor.shape, type: typeOf(tensor) }));
    const count = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
    const models = fits.map(factsOfFit);
    call.terminal.out.write(
      call.options.json
        ? jsonText({ format, count, metadata, prefix, models, tensors: rows, notFinite })
        : [
            plainTable(
              [{ title: "tensor" }, { title: "shape" }, { title: "type" }],
              rows.map(({ name, shape, type }) => [cut(name, 80), shape.join(" × "), type]),
            ),
            `${format}: ${formatCount(tensors.size)} tensors of ${formatCount(count)} numbers`,
            ...(prefix === null ? [] : [prefixNote({ path: requiredArgument(call, "file"), prefix }).trimEnd()]),
            ...(notFinite.length === 0 ? [] : [notFiniteText(notFinite)]),
            fits.length === 0 ? "fits no known model" : fits.map(fitText).join("\n"),
            "",
          ].join("\n"),
    );
    return 0;
  },
};

const convertCommand: Command = {
  name: "convert",
  group,
  summary: "Write a weights file as safetensors with timm's names.",
  arguments: [
    { name: "file", about: "A safetensors or npz file, or a checkpoint of a trial." },
    { name: "out", about: "The safetensors file to write." },
  ],
  options: ["model", "json"],
  examples: ["npx lionlab weights convert ViT-B_16.npz vit-b-16.safetensors --model vit-b-16"],
  run: async (call) => {
    const { convertWeights } = await import("../../weights/convert-weights.ts");
    const { writeFileAtomically } = await import("../../core/atomic-file.ts");
    const { readWeightsFile } = await import("../../weights/weights-file.ts");
    const out = requiredArgument(call, "out");
    const file = await readWeightsFile(pathOf(call, "file"));
    const { bytes, tensors } = convertWeights(file, call.options.model);
    if (!call.options.json)
      call.terminal.err.write(prefixNote({ path: requiredArgument(call, "file"), prefix: file.prefix }));
    await writeFileAtomically(resolve(call.terminal.cwd, out), bytes);
    call.terminal.out.write(
      call.options.json
        ? jsonText({ from: file.format, path: out, tensors, bytes: bytes.length })
        : `${printable(out)}: ${formatCount(tensors)} tensors, ${formatCount(bytes.length)} bytes\n`,
    );
    return 0;
  },
};

const fetchCommand: Command = {
  name: "fetch",
  group,
  summary: "Fetch published weights into the cache, check them, and print where they lie.",
  arguments: [{ name: "name", about: "Name of published weights; npx lionlab weights lists them." }],
  options: ["sha256", "json"],
  examples: ["npx lionlab weights fetch resnet-50-tv", "npx lionlab weights fetch vit-b-16-21k --sha256 HEX"],
  run: async (call) => {
    const { catalogue } = await import("../../weights/catalogue.ts");
    const { fetchWeights } = await import("../../weights/fetch-weights.ts");
    const { unknownName } = await import("../../core/errors.ts");
    const name = requiredArgument(call, "name");
    const weights = catalogue.find((entry) => entry.name === name);
    if (weights === undefined) {
      throw unknownName(
        "published weights",
        name,
        catalogue.map((entry) => entry.name),
      );
    }
    const { terminal, options } = call;
    const { err } = terminal;
    const stop = new AbortController();
    const release = terminal.onInterrupt(() => stop.abort());
    const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
    try {
      const path = await fetchWeights(weights, {
        sha256: options.sha256,
        env: terminal.env,
        signal: stop.signal,
        onProgress: (received, total) => {
          if (!err.isTTY || options.json) return;
          err.write(`\r\u001b[K  ${megabytes(received)}${total === null ? "" : ` of ${megabytes(total)}`} MB`);
        },
      });
      if (err.isTTY && !options.json) err.write("\r\u001b[K");
      terminal.out.write(
        options.json
          ? jsonText({ name, model: weights.model, path })
          : `${name} (${weights.model}): ${printable(path)}\n`,
      );
      return 0;
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      err.write("\ninterrupted; the same command goes on where this stopped\n");
      return 130;
    } finally {
      release();
    }
  },
};

/** The command. */
export const weightsCommand: Command = {
  name: "weights",
  group,
  summary: "List published weights, or inspect, convert or fetch some.",
  arguments: [],
  options: ["json"],
  examples: ["npx lionlab weights", "npx lionlab weights inspect resnet50.safetensors"],
  commands: [inspectCommand, convertCommand, fetchCommand],
  run: async ({ options, terminal }) => {
    const { existsSync } = await import("node:fs");
    const { catalogue } = await import("../../weights/catalogue.ts");
    const { weightsPath } = await import("../../weights/fetch-weights.ts");
    const rows = catalogue.map((entry) => {
      const path = weightsPath(entry, terminal.env);
      return { ...entry, path: existsSync(path) ? path : null };
    });
    const table = plainTable(
      [{ title: "weights" }, { title: "model" }, { title: "trained on" }, { title: "checksum" }, { title: "where" }],
      rows.map(({ name, model, summary, sha256, url, path }) => [
        name,
        model,
        summary,
        sha256 ?? "none known",
        path ?? url,
      ]),
    );
    terminal.out.write(options.json ? jsonText(rows) : table);
    return 0;
  },
};

function pathOf(call: Call, argument: string): string {
  return resolve(call.terminal.cwd, requiredArgument(call, argument));
}

/** How the numbers are kept once read. */
function typeOf({ dtype, data }: Tensor): string {
  return dtype === "float" ? `float${8 * data.BYTES_PER_ELEMENT}` : dtype === "int" ? "int32" : dtype;
}

function notFiniteText(names: readonly string[]): string {
  const more = names.length > 1 ? ` and ${names.length - 1} more` : "";
  return `NaN or infinite numbers in ${printable(cut(names[0]!, 80))}${more}: such weights are of no use`;
}

function factsOfFit({ model, report, fault }: ModelFit): object {
  const { name, input, classes } = model;
  const { missing, wrongShape, notFinite, unexpected, ignored, replacedHead } = report;
  return {
    name,
    input,
    classes,
    fits: fault === null,
    hasHead: replacedHead === null,
    missing,
    wrongShape,
    notFinite,
    unexpected,
    ignored,
  };
}

function fitText({ model, report, fault }: ModelFit): string {
  const sizes = `images ${model.input.join(" × ")}`;
  const head = report.replacedHead === null ? `${formatCount(model.classes)} classes` : "no head";
  const ignored = report.ignored.length === 0 ? "" : `; ${report.ignored.length} names that it has no use for`;
  if (fault === null) return `fits ${model.name}: ${sizes}, ${head}${ignored}`;
  return `fits no known model; nearest is ${model.name}: ${fault}`;
}
