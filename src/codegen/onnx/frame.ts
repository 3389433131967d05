/** How exported ONNX models are run: by ONNX Runtime in Node, whose interface gives no input that has a default. */
import type { CodeExpression } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { atom, type Printed, type TestFrame, type Writer } from "../target.ts";
import { javascriptArithmetic, javascriptNumber } from "../text/javascript.ts";

/** The frame. Where sums go over all parameters, these are given as one vector. */
export const onnxFrame: TestFrame = {
  language: "javascript",
  needs: ["onnxruntime-node"],
  precision: "float32",
  data: true,
  keepsDefaults: true,
  argument: () => (name) => name,
  run: (listing) => {
    const joined = listing.passes.length > 1;
    return [
      "async function run(exported, start, gradients, options) {",
      '  const { InferenceSession, Tensor } = await import("onnxruntime-node");',
      "  const session = await InferenceSession.create(exported, { logSeverityLevel: 3 });",
      '  const shapeOf = (x) => (typeof x === "number" ? [] : [x.length, ...shapeOf(x[0])]);',
      '  const tensor = (x) => new Tensor("float32", Float32Array.from(flat(x)), shapeOf(x));',
      '  const number = (x) => new Tensor("float64", [Number(x)], []);',
      ...(joined ? ["  const whole = (tensors) => [tensors.flatMap(flat)]; // the model takes all in one vector"] : []),
      `  const carried = ${joined ? "whole(start)" : "start"}.map((x) => {`,
      "    const w = tensor(x);",
      '    const filled = (value) => new Tensor("float32", w.data.map(() => value), w.dims);',
      `    return { ${carriedText(listing)} };`,
      "  });",
      `  const given = { ${givenText(listing)} };`,
      "  const path = [];",
      "  for (const [t, grads] of gradients.entries()) {",
      ...(listing.usesStep ? ['    given.step = new Tensor("int64", [BigInt(t + 1)], []);'] : []),
      `    for (const [i, g] of ${joined ? "whole(grads)" : "grads"}.entries()) {`,
      "      const feeds = { ...carried[i], ...given, g: tensor(g) };",
      "      const read = Object.entries(feeds).filter(([name]) => session.inputNames.includes(name));",
      "      const results = await session.run(Object.fromEntries(read));",
      '      for (const name of Object.keys(carried[i])) carried[i][name] = results["new_" + name];',
      "    }",
      ...(joined
        ? [
            "    let at = 0;",
            "    const size = (x) => flat(x).length;",
            "    path.push(start.map((x) => carried[0].w.data.slice(at, (at += size(x)))));",
          ]
        : ["    path.push(carried.map(({ w }) => w.data));"]),
      "  }",
      "  return path;",
      "}",
    ];
  },
};

/** Weights and states, with what they start from. */
function carriedText({ states, scalars }: Listing): string {
  const filled = states.map(({ name, start }) => `${name}: filled(${startText(start)})`);
  return ["w", ...filled, ...scalars.map(({ name, start }) => `${name}: number(${startText(start)})`)].join(", ");
}

/** What has no default. */
function givenText({ hyperparameters, mask }: Listing): string {
  const open = hyperparameters.filter(({ name, default: value }) => value === null || name === "lr");
  const numbers = open.map(({ name }) => `${name}: number(options.${name})`);
  return [...numbers, ...(mask === "free" ? ['decays: new Tensor("bool", [true], [])'] : [])].join(", ");
}

function startText(start: CodeExpression): string {
  const print = (expression: CodeExpression): Printed => {
    switch (expression.kind) {
      case "number":
        return javascriptNumber(expression.value);
      case "flag":
        return atom(String(Number(expression.value)));
      case "name":
        return atom(`options.${expression.name}`);
      case "call":
        return (javascriptArithmetic[expression.op as keyof typeof javascriptArithmetic] as Writer)(
          expression.args.map(print),
          expression,
        );
    }
  };
  return print(start).text;
}
