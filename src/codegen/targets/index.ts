/** The targets of export, in the order in which help lists them; one file each, one line here. */
import { unknownName } from "../../core/errors.ts";
import type { Target } from "../target.ts";
import { json } from "./json.ts";
import { keras } from "./keras.ts";
import { latex } from "./latex.ts";
import { numpy } from "./numpy.ts";
import { onnx } from "./onnx.ts";
import { optax } from "./optax.ts";
import { pytorch } from "./pytorch.ts";
import { tfjs } from "./tfjs.ts";
import { typescript } from "./typescript.ts";

/** All targets. */
export const targets: readonly Target[] = [pytorch, optax, keras, numpy, typescript, onnx, tfjs, latex, json];

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
