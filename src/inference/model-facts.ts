/**
 * What an ONNX file of ours says of itself beside its graph, as `metadata_props`: enough to make an image of any picture, and a word of a number.
 */
import { fieldsOf } from "../core/protobuf-fields.ts";
import type { Framing } from "../data/framing.ts";
import { framings } from "../data/framing.ts";

/** What an exported model says. */
export interface ModelFileFacts {
  readonly model: string;
  /** Names of the classes, in the order of the logits. */
  readonly classes: readonly string[];
  /** Which part of a picture it was trained to see. */
  readonly framing: Framing;
}

/** Field of `ModelProto` with pairs of texts, each in a message of its own: key, value. */
export const metadataField = 14;

/** Keys of the pairs. */
export const factNames = { model: "lionlab.model", classes: "lionlab.classes", framing: "lionlab.framing" } as const;

/** The facts in the bytes of an ONNX file; null where it is not one of ours, or none at all. */
export function modelFactsIn(file: Uint8Array): ModelFileFacts | null {
  const pairs = (fieldsOf(file) ?? []).flatMap(({ number, bytes }) => {
    if (number !== metadataField || bytes === undefined) return [];
    const [key, value] = [1, 2].map((wanted) => fieldsOf(bytes)?.find((field) => field.number === wanted)?.bytes);
    return [[textOf(key), textOf(value)] as const];
  });
  const said = new Map(pairs);
  const [model, listed, named] = [factNames.model, factNames.classes, factNames.framing].map((key) => said.get(key));
  const framing = framings.find((one) => one === named);
  const classes = listed === undefined ? null : namesIn(listed);
  return model === undefined || classes === null || framing === undefined ? null : { model, classes, framing };
}

function namesIn(text: string): readonly string[] | null {
  try {
    const names = JSON.parse(text) as unknown;
    return Array.isArray(names) && names.every((name) => typeof name === "string") ? names : null;
  } catch {
    return null;
  }
}

function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes ?? new Uint8Array());
}
