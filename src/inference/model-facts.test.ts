import { expect, test } from "vitest";
import { bytesField, messageOf } from "../core/protobuf.ts";
import { fashionCnn } from "../models/fashion-cnn.ts";
import { decodeModel } from "../onnx/model-proto.ts";
import { exportModel } from "./export-model.ts";
import { factNames, metadataField, modelFactsIn } from "./model-facts.ts";

test("an exported model says what it is, what its classes are called and what it sees, and is ONNX still", () => {
  const variables = new Map(
    fashionCnn.parameters.map(({ name, shape }) => {
      const data = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
      return [name, { dtype: "float", shape, data } as const];
    }),
  );
  const classes = ["Ärmel", 'a "b"', ...Array.from({ length: 8 }, (_, i) => `${i}`)];
  const file = exportModel({
    model: fashionCnn,
    variables,
    classes,
    normalization: null,
    framing: "centre",
    anySize: false,
  });
  expect(modelFactsIn(file)).toEqual({ model: "fashion-cnn", classes, framing: "centre" });
  expect(decodeModel(file).name).toBe("fashion-cnn");
});

test("of another's file, and of no file, nothing is read", () => {
  const pair = (key: string, value: string) =>
    bytesField(metadataField, messageOf(bytesField(1, key), bytesField(2, value)));
  expect(modelFactsIn(messageOf(pair("author", "x")))).toBeNull();
  expect(modelFactsIn(new TextEncoder().encode("nothing of the kind"))).toBeNull();
  const said = [pair(factNames.model, "m"), pair(factNames.framing, "whole")];
  for (const classes of ["[1, 2]", "{", '"a"']) {
    expect(modelFactsIn(messageOf(...said, pair(factNames.classes, classes)))).toBeNull();
  }
  expect(modelFactsIn(messageOf(...said, pair(factNames.classes, '["a"]')))).toMatchObject({ classes: ["a"] });
  expect(
    modelFactsIn(messageOf(...said, pair(factNames.framing, "sideways"), pair(factNames.classes, '["a"]'))),
  ).toBeNull();
});
