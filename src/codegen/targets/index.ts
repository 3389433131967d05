/** The targets of export, in the order in which help lists them. */
import { unknownName } from "../../core/errors.ts";
import type { Target } from "../target.ts";
import { onnx } from "./onnx.ts";
import { textTargets } from "./text-targets.ts";
import { tfjs } from "./tfjs.ts";

/** All targets: ONNX, whose files are no text, stands before TensorFlow.js. */
export const targets: readonly Target[] = textTargets.toSpliced(textTargets.indexOf(tfjs), 0, onnx);

/** A target by name. Errors: `unknown-target`, with the nearest names. */
export function findTarget(name: string): Target {
  const found = targets.find((target) => target.name === name);
  if (found !== undefined) return found;
  throw unknownName(
    "target",
    name,
    targets.map((target) => target.name),
  );
}
