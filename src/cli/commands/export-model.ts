/**
 * `lionlab export-model RUN|WEIGHTS OUT.onnx`: an inference model that plain ONNX Runtime runs.
 */
import { resolve } from "node:path";
import { printable } from "../../core/printable.ts";
import { type Command, requiredArgument } from "../command.ts";
import { askedModel, openWeights } from "../model-source.ts";
import { jsonText } from "../plain-table.ts";
import { formatCount } from "../progress/text.ts";

/** The command. */
export const exportModelCommand: Command = {
  name: "export-model",
  group: "Look things up",
  summary: "Write a trained model as ONNX, for any runtime.",
  arguments: [
    { name: "weights", about: "A run's folder or study, whose best trial is taken, or a weights file." },
    { name: "out", about: "The .onnx file to write." },
  ],
  options: ["model", "normalize", "size", "storage", "json"],
  examples: [
    "npx lionlab export-model my-study model.onnx",
    "npx lionlab export-model ViT-B_16.npz vit.onnx --model vit-b-16 --size 384",
  ],
  run: async (call) => {
    const { options, terminal } = call;
    const { loadModel } = await import("../../inference/load-model.ts");
    const { exportModel } = await import("../../inference/export-model.ts");
    const { writeFileAtomically } = await import("../../core/atomic-file.ts");
    const { path, file } = await openWeights(requiredArgument(call, "weights"), call);
    const out = requiredArgument(call, "out");
    const loaded = loadModel(file, await askedModel(call));
    const bytes = exportModel(loaded);
    await writeFileAtomically(resolve(terminal.cwd, out), bytes);
    const { name: model, input, classes } = loaded.model;
    terminal.out.write(
      options.json
        ? jsonText({ weights: path, path: out, model, input, classes: loaded.classes, bytes: bytes.length })
        : `${printable(out)}: ${model} with ${printable(path)}, ${formatCount(bytes.length)} bytes\n` +
            `input images [batch, ${input.join(", ")}] float32 in 0..1, output logits [batch, ${classes}]\n`,
    );
    return 0;
  },
};
