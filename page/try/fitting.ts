/** Whether an ONNX file is a model of images that the page can ask; in a sentence where it is not. */
import type { ModelFileFacts } from "../../src/inference/model-facts.ts";
import type { OpenModel } from "./messages.ts";

/** An input or output as the runtime tells it; names in place of sizes that a file leaves open. */
export interface PortFacts {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** A session's ports, what the file says of itself, and its name. */
export interface ModelPorts {
  readonly inputs: readonly PortFacts[];
  readonly outputs: readonly PortFacts[];
  readonly facts: ModelFileFacts | null;
  readonly fileName: string;
}

/** Largest number of pixels of an image, so that a slip of a file does not take all memory. */
const mostPixels = 4_000_000;

/** The model, or why it does not fit. */
export function fitted({ inputs, outputs, facts, fileName }: ModelPorts): OpenModel | string {
  const [input, output] = [inputs[0], outputs[0]];
  if (inputs.length !== 1 || input === undefined) return `It has ${inputs.length} inputs, and one of images is needed.`;
  if (input.type !== "float32") return `Its input is of ${input.type}; float32 in 0 to 1 is needed.`;
  const [channels, height, width] = input.shape.slice(1).map(Number);
  const isImage = input.shape.length === 4 && (channels === 1 || channels === 3) && isSide(height) && isSide(width);
  if (!isImage || height! * width! > mostPixels) {
    return `Its input is [${input.shape.join(", ")}]; images are [batch, 1 or 3 channels, height, width], with sizes in the file.`;
  }
  const classes = Number(output?.shape.at(-1));
  if (output === undefined || output.shape.length !== 2 || !Number.isInteger(classes) || classes < 2) {
    return `Its output is [${output?.shape.join(", ") ?? ""}]; logits are [batch, classes].`;
  }
  if (facts !== null && facts.classes.length !== classes)
    return `It names ${facts.classes.length} classes and has ${classes} logits.`;
  return {
    name: facts?.model ?? fileName,
    input: [channels as number, height!, width!],
    framing: facts?.framing ?? "whole",
    classes: facts?.classes ?? Array.from({ length: classes }, (_, i) => `class ${i}`),
    told: facts !== null,
  };
}

function isSide(size: number | undefined): boolean {
  return size !== undefined && Number.isInteger(size) && size >= 1;
}
