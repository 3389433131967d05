/**
 * TensorFlow.js: a subclass of `tf.Optimizer` as a module of plain JavaScript. Numbers of the step are JavaScript's, float64; tensors are
 * what the backend has. Nothing is read back from the device within a step.
 */
import { LabError } from "../../core/errors.ts";
import { type CodeExpression, writtenOutLerp } from "../listing/expression.ts";
import type { ListedPass, Listing } from "../listing/listing.ts";
import { helperTexts } from "../numpy/helpers.ts";
import {
  atom,
  calling,
  createPrinter,
  defineTarget,
  infix,
  type Printed,
  tightness,
  type Writer,
  type WriterTable,
} from "../target.ts";
import { javascriptIndex } from "../text/index-file.ts";
import {
  docComment,
  javascriptArithmetic,
  javascriptChoice,
  javascriptHeader,
  javascriptNumber,
  javascriptStatement,
  javascriptWidth,
} from "../text/javascript.ts";
import { configLines, constructorLines, namesIn, slotLines, type TfjsWriting, weightLines } from "../tfjs/class.ts";
import { tfjsFrame } from "../tfjs/frame.ts";
import { tfjsHelpers } from "../tfjs/helpers.ts";
import { tfjsNames, tfjsReserved } from "../tfjs/names.ts";
import { hostLines } from "../typescript/step.ts";

/** TensorFlow.js. */
export const tfjs = defineTarget({
  name: "tfjs",
  title: "TensorFlow.js",
  extension: "js",
  about: "A subclass of tf.Optimizer as a module of plain JavaScript.",
  reserved: tfjsReserved,
  width: javascriptWidth,
  print,
  index: javascriptIndex("js", (listing) => tfjsNames(listing).className),
  test: tfjsFrame,
});

type ArithmeticName = keyof typeof javascriptArithmetic;

const tensorNames: { readonly [op in ArithmeticName]?: string } = {
  arcsin: "asin",
  arccos: "acos",
  arctan: "atan",
  arcsinh: "asinh",
  arccosh: "acosh",
  arctanh: "atanh",
  "<": "less",
  "<=": "lessEqual",
  ">": "greater",
  ">=": "greaterEqual",
  "==": "equal",
  "!=": "notEqual",
  and: "logicalAnd",
  or: "logicalOr",
  not: "logicalNot",
  cbrt: "cbrt",
};

/** Numbers by JavaScript, tensors by `tf`. */
function bothWays(op: ArithmeticName): Writer {
  const head = op === "cbrt" ? "cbrt" : `tf.${tensorNames[op] ?? op}`;
  return (args, call) =>
    call.type === "host" || call.type === "flag"
      ? (javascriptArithmetic[op] as Writer)(args, call)
      : calling(head)(args);
}

function tableOf(print: (expression: CodeExpression) => Printed): WriterTable {
  const arithmetic = Object.fromEntries(
    (Object.keys(javascriptArithmetic) as ArithmeticName[]).map((op) => [op, bothWays(op)]),
  ) as { readonly [op in ArithmeticName]: Writer };
  return {
    ...arithmetic,
    choose: (args, { args: [condition] }) =>
      condition!.type === "flag" ? javascriptChoice(args) : calling("tf.where")(args),
    lerp: (_, call) => print(writtenOutLerp(call)),
    fill: ([x]) => calling("tf.add")([atom("tf.zerosLike(w)"), x!]),
    masked: ([x]) => calling("tf.mul")([atom("decayed"), x!]),
    copy: calling("tf.clone"),
    norm: calling("tf.norm"),
    tensor_sum: calling("tf.sum"),
    tensor_max: calling("tf.max"),
    rows: calling("rows"),
    columns: calling("columns"),
    kth_largest: calling("kthLargest"),
    on_matrices: ([x, y]) => javascriptChoice([onMatrix, x!, y!]),
    row_norm: calling("rowNorm"),
    newton_schulz: calling("newtonSchulz"),
    polar: calling("polar"),
    top_singular: calling("topSingular"),
  };
}

const onMatrix = infix(">", tightness.comparison)([atom("w.rank"), atom("1")]);

function print(listing: Listing): string {
  refuse(listing);
  const { id, className } = tfjsNames(listing);
  const write = (expression: CodeExpression): Printed =>
    createPrinter(tableOf(write), {
      number: javascriptNumber,
      flag: (value) => atom(String(value)),
      name: ({ name }) => atom(id(name)),
    })(expression);
  const writing = { listing, id, write };
  const helpers = helperTexts(tfjsHelpers, listing.ops).flatMap((text) => ["", ...text.split("\n")]);
  return [
    ...javascriptHeader(listing),
    "",
    'import * as tf from "@tensorflow/tfjs";',
    "",
    ...docComment([listing.summary]),
    `export class ${className} extends tf.Optimizer {`,
    ...constructorLines(writing, className),
    "",
    ...applyLines(writing),
    "",
    ...slotLines(writing),
    "",
    ...configLines(writing),
    "",
    ...weightLines(writing),
    "}",
    ...helpers,
    "",
  ].join("\n");
}

/** Numbers that are kept from step to step stay on the host. */
function refuse({ passes, stores }: Listing): void {
  const kept = [
    ...passes.flatMap(({ host }) => host).filter(({ assigns }) => assigns === "scalar"),
    ...stores.filter(({ of }) => of === "scalar"),
  ];
  const far = kept.find(({ value }) => value.type === "scalar");
  if (far === undefined) return;
  throw new LabError(
    "target-lacks",
    `TensorFlow.js has no way to keep the number "${far.name}", which comes from tensors, without waiting for the device in each step; NumPy could: --to numpy.`,
    { op: "scalar" },
  );
}

function applyLines(writing: TfjsWriting): string[] {
  const { listing } = writing;
  const none = listing.passes.map(() => ({ hoisted: [] }));
  const host = hostLines(writing, none, "this.iterations + 1");
  const inner = [
    ...host.before,
    ...listing.passes.flatMap((pass, i) => [
      ...host.ofPass[i]!,
      ...pass.totals.map(({ name }) => `    let ${writing.id(name)} = 0;`),
      ...loopLines(pass, writing),
    ]),
    ...host.after,
  ];
  return [
    "  /** One step, from gradients by the names of their variables. */",
    "  applyGradients(gradients) {",
    "    const entries = Array.isArray(gradients)",
    "      ? gradients.map(({ name, tensor }) => [name, tensor])",
    "      : Object.entries(gradients);",
    "    tf.tidy(() => this.applyEntries(entries));",
    "    this.incrementIterations();",
    "  }",
    "",
    "  applyEntries(entries) {",
    ...inner,
    "  }",
  ];
}

function loopLines(pass: ListedPass, { listing, id, write }: TfjsWriting): string[] {
  const last = pass.totals.length === 0;
  const stores = last ? listing.stores.filter(({ of }) => of !== "scalar") : [];
  const read = namesIn([...pass.tensors, ...pass.totals, ...stores].map(({ value }) => value));
  const times = new Map<string, number>();
  for (const { name } of pass.tensors) times.set(name, (times.get(name) ?? 0) + 1);
  const states = listing.states.map(({ name }) => name);
  const declared = new Set(["w", "g", ...states.filter((name) => read.has(name))]);
  const keyword = (name: string): string => (times.has(name) ? "let" : "const");
  const loads = [
    "      const variable = tf.engine().registeredVariables[name];",
    `      ${keyword("w")} ${id("w")} = variable;`,
    ...(states.length > 0 && (last || states.some((name) => read.has(name)))
      ? [`      const slots = this.slotsOf(name, ${id("w")});`]
      : []),
    ...states.filter((name) => read.has(name)).map((name) => `      ${keyword(name)} ${id(name)} = slots.${id(name)};`),
  ];
  const body = pass.tensors.flatMap(({ name, value }) => {
    const head = declared.has(name) ? id(name) : `${times.get(name)! > 1 ? "let" : "const"} ${id(name)}`;
    declared.add(name);
    return javascriptStatement(`${head} =`, write(value), 6);
  });
  const totals = pass.totals.flatMap(({ name, value }) => {
    const each = value.type === "tree" ? calling("tf.sum")([write(value)]) : write(value);
    return javascriptStatement(`${id(name)} =`, calling("tf.add")([atom(id(name)), each]), 6);
  });
  const slot = (name: string): string => (name === "w" ? "variable" : `slots.${id(name)}`);
  const assign = (name: string, value: Printed): string[] => {
    const text = javascriptStatement("", calling(`${slot(name)}.assign`)([value]), 6);
    return text.map((each, i) => (i === 0 ? each.replace(/^( *) /, "$1") : each));
  };
  const kept = [...new Set(pass.tensors.filter(({ assigns }) => last && assigns !== "local").map(({ name }) => name))];
  const lines = [
    ...loads,
    ...body,
    ...totals,
    ...stores.flatMap(({ name, value }) => assign(name, write(value))),
    ...kept.flatMap((name) => assign(name, atom(id(name)))),
  ];
  const decayed = lines.some((each) => /\bdecayed\b/.test(each))
    ? ["      const decayed = Number(this.decays(name));"]
    : [];
  const g = id("g");
  const gradient = times.has("g") ? [`      let ${g} = gradient;`] : [];
  return [
    `    for (const [name, ${times.has("g") ? "gradient" : g}] of entries) {`,
    ...gradient,
    ...decayed,
    ...lines,
    "    }",
  ];
}
