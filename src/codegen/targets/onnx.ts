/**
 * ONNX: one update as a model for any runtime. What is printed is the model in ONNX's own text form; a file gets its bytes.
 *
 * Source: ONNX, textual syntax, https://onnx.ai/onnx/repo-docs/Syntax.html.
 */
import {
  ATTRIBUTE,
  type AttributeProto,
  encodeModel,
  FORMAT,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "../../onnx/model-proto.ts";
import type { CodeExpression } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { originOf } from "../listing/origin.ts";
import { onnxFrame } from "../onnx/frame.ts";
import { onnxGraph } from "../onnx/graph.ts";
import { elementType } from "../onnx/values.ts";
import { defineTarget } from "../target.ts";
import { licence, wrapWords } from "../text/python.ts";

/** ONNX. */
export const onnx = defineTarget({
  name: "onnx",
  title: "ONNX",
  extension: "onnx",
  about: "A model of one update, which any ONNX runtime runs; printed, it is the model's text form.",
  reserved: new Set(),
  refuses: ["lionk-ky-fan"],
  width: null,
  print: (listing) => textOf(onnxGraph(listing), aboutOf(listing)),
  bytes: (listing) => encodeModel(onnxGraph(listing), { standardOnly: true, about: aboutOf(listing).join("\n") }),
  test: onnxFrame,
});

function aboutOf(listing: Listing): string[] {
  const { title, summary, source, deviation, states, scalars, passes, mask, maskedBy, lineage } = listing;
  const starts = [...states, ...scalars].map((each) => `${each.name} with ${startOf(each.start)}`);
  return [
    `${title}: ${summary[0]!.toLowerCase()}${summary.slice(1)}`,
    ...(starts.length === 0 ? [] : [`States begin: ${starts.join(", ")}.`]),
    ...(passes.length === 1 ? [] : ["Sums go over all parameters: w is all of them in one vector."]),
    ...(mask === "hyperparameter" ? [`Tensors without weight decay get 0 for ${maskedBy.join(" and ")}.`] : []),
    `Source: ${source}.`,
    ...(deviation === "none" ? [] : [`Deviation: ${deviation}`]),
    `Written by Lionlab from ${originOf(listing)}; ${licence}.`,
    ...(lineage?.text ?? []),
  ];
}

function startOf(expression: CodeExpression): string {
  switch (expression.kind) {
    case "number":
    case "flag":
      return String(expression.value);
    case "name":
      return expression.name;
    case "call":
      return `${expression.op}(${expression.args.map(startOf).join(", ")})`;
  }
}

function textOf(graph: GraphProto, about: readonly string[]): string {
  const defaults = new Map(graph.initializer.map((tensor) => [tensor.name, tensor] as const));
  const inputs = graph.input.map((input) => {
    const value = defaults.get(input.name);
    return `${typeText(input)} ${input.name}${value === undefined ? "" : ` = ${valuesText(value)}`}`;
  });
  const given = new Set(graph.input.map(({ name }) => name));
  const constants = graph.initializer.filter(({ name }) => !given.has(name));
  return [
    ...about.flatMap((text) => wrapWords(text, { width: 86 })).map((text) => `# ${text}`),
    `<ir_version: ${FORMAT.ir}, opset_import: ["" : ${FORMAT.opset}]>`,
    `${graph.name} (`,
    ...listed(inputs),
    ") => (",
    ...listed(graph.output.map((output) => `${typeText(output)} ${output.name}`)),
    ")",
    ...(constants.length === 0
      ? []
      : ["<", ...listed(constants.map((each) => `${tensorType(each)} ${each.name} = ${valuesText(each)}`)), ">"]),
    "{",
    ...graph.node.map((node) => `  ${nodeText(node)}`),
    "}",
    "",
  ].join("\n");
}

function listed(entries: readonly string[]): string[] {
  return entries.map((entry, i) => `  ${entry}${i === entries.length - 1 ? "" : ","}`);
}

function nodeText({ opType, input, output, attribute }: NodeProto): string {
  const attributes = attribute.length === 0 ? "" : ` <${attribute.map(attributeText).join(", ")}>`;
  return `${output.join(", ")} = ${opType}${attributes} (${input.join(", ")})`;
}

function attributeText({ name, type, i, ints, g }: AttributeProto): string {
  if (type === ATTRIBUTE.graph) {
    const { name: own, output, node } = g!;
    const results = output.map((each) => `${typeText(each)} ${each.name}`).join(", ");
    return `${name} = ${own} () => (${results}) { ${node.map(nodeText).join(" ")} }`;
  }
  return `${name} = ${type === ATTRIBUTE.ints ? `[${ints!.join(", ")}]` : i}`;
}

function typeName(element: number): string {
  return Object.entries(elementType).find(([, number]) => number === element)![0];
}

/** `float[]` is of any shape, `float` a scalar. */
function typeText({ type: { tensorType } }: ValueInfoProto): string {
  const { elemType, shape } = tensorType;
  if (shape === undefined) return `${typeName(elemType)}[]`;
  const sizes = shape.dim.map((dim) => ("dimParam" in dim ? dim.dimParam : String(dim.dimValue)));
  return typeName(elemType) + (sizes.length === 0 ? "" : `[${sizes.join(", ")}]`);
}

function tensorType({ dataType, dims }: TensorProto): string {
  return typeName(dataType) + (dims.length === 0 ? "" : `[${dims.join(", ")}]`);
}

function valuesText({ dataType, rawData }: TensorProto): string {
  const { buffer } = rawData.slice();
  const read = {
    [elementType.float]: () => Array.from(new Float32Array(buffer)),
    [elementType.double]: () => Array.from(new Float64Array(buffer)),
    [elementType.int64]: () => Array.from(new BigInt64Array(buffer), Number),
    [elementType.bool]: () => Array.from(rawData),
  }[dataType]!;
  return `{${read().join(", ")}}`;
}
