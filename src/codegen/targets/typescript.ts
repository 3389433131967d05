/**
 * TypeScript: a class over typed arrays that depends on nothing and changes parameters in place.
 *
 * A tensor gets one loop over its elements, in local numbers, which are float64 until they are stored; what is the same for all elements
 * is computed before it. Norms add up squares in float64.
 */
import { InternalError } from "../../core/errors.ts";
import { type CodeExpression, nodesOf, writtenOutLerp } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { shapeNames } from "../listing/tensor-work.ts";
import { helperTexts } from "../numpy/helpers.ts";
import { atom, createPrinter, defineTarget, inPlace, type Printed, tightness, type WriterTable } from "../target.ts";
import { classNameOf, identifiersOf } from "../text/identifiers.ts";
import { javascriptIndex } from "../text/index-file.ts";
import {
  camelCase,
  docComment,
  javascriptArithmetic,
  javascriptCall,
  javascriptChoice,
  javascriptDefault,
  javascriptHeader,
  javascriptNumber,
  javascriptStatement,
  javascriptWidth,
} from "../text/javascript.ts";
import { typescriptFrame, typescriptReserved } from "../typescript/frame.ts";
import { typescriptHelpers } from "../typescript/helpers.ts";
import { type StepWriting, stepLines } from "../typescript/step.ts";

/** TypeScript. */
export const typescript = defineTarget({
  name: "typescript",
  title: "TypeScript",
  extension: "ts",
  about: "A class over typed arrays that depends on nothing, for Node and browsers.",
  reserved: typescriptReserved,
  width: javascriptWidth,
  print,
  index: javascriptIndex("ts", (listing) => classNameOf(listing, typescriptReserved)),
  test: typescriptFrame,
});

/** The writers; functions of whole tensors are taken out of expressions before. */
function tableOf(print: (expression: CodeExpression) => Printed, { masks }: { readonly masks: boolean }): WriterTable {
  const taken = (): never => {
    throw new InternalError("a function of a whole tensor was left in an expression of one element");
  };
  return {
    ...javascriptArithmetic,
    choose: javascriptChoice,
    lerp: (_, call) => print(writtenOutLerp(call)),
    fill: ([x]) => x!,
    masked: ([x]) =>
      masks ? { text: `decayed * ${inPlace(x!, tightness.product + 0.1)}`, binds: tightness.product } : x!,
    copy: ([x]) => x!,
    norm: taken,
    tensor_sum: taken,
    tensor_max: taken,
    rows: taken,
    columns: taken,
    kth_largest: taken,
    on_matrices: taken,
    row_norm: taken,
    newton_schulz: taken,
    polar: taken,
    top_singular: taken,
  };
}

function print(listing: Listing): string {
  const identifiers = new Map(identifiersOf(listing, { reserved: typescriptReserved, wish: camelCase }));
  const className = classNameOf(listing, typescriptReserved);
  const taken = new Set([...typescriptReserved, ...identifiers.values(), className]);
  const fresh = (wish: string): string => {
    let name = wish;
    for (let i = 2; taken.has(name); i++) name = `${wish}${i}`;
    taken.add(name);
    return name;
  };
  for (const [key, name] of Object.entries(shapeNames)) identifiers.set(name, key);
  const id = (name: string): string => identifiers.get(name)!;
  const masks = listing.mask === "free" || (listing.mask === "hyperparameter" && listing.passes.length > 1);
  const results = new Set<string>();
  const write = (expression: CodeExpression): Printed =>
    createPrinter(tableOf(write, { masks }), {
      number: javascriptNumber,
      flag: (value) => atom(String(value)),
      name: ({ name }) => atom(results.has(name) ? `${id(name)}[j]!` : id(name)),
    })(expression);
  const named = (wish: string): string => {
    const name = fresh(camelCase(wish.replaceAll("#", "")));
    identifiers.set(`#${name}`, name);
    return `#${name}`;
  };
  const writing: StepWriting = { listing, id, write, named, fresh, masks, results };
  const body = classLines(writing, className);
  const helpers = helperTexts(typescriptHelpers, listing.ops).flatMap((text) => ["", ...text.split("\n")]);
  return [
    ...javascriptHeader(listing, usageOf(listing, masks)),
    "",
    "/** The numbers of one tensor, row by row. */",
    "type Tensor = Float32Array | Float64Array;",
    "",
    ...optionLines(writing, className),
    "",
    ...(carriesNothing(listing) ? [] : [...stateLines(writing, className), ""]),
    ...body,
    ...helpers,
    "",
  ].join("\n");
}

/** What a user has to know of weight decay. */
function usageOf({ mask, maskedBy }: Listing, masks: boolean): string[] {
  if (masks) return ["Tensors that weight decay acts on are marked in decays."];
  if (mask === "none") return [];
  const names = maskedBy.map((name) => camelCase(name)).join(" and ");
  return [`Tensors without weight decay get an optimizer of their own, with ${names} of 0.`];
}

function optionLines({ listing, id, masks }: StepWriting, className: string): string[] {
  const { hyperparameters } = listing;
  const fields = hyperparameters.flatMap(({ name, about, default: value }) => {
    const type = typeof value === "boolean" ? "boolean" : "number";
    return [...docComment([about], 2), `  ${id(name)}${value === null ? "" : "?"}: ${type};`];
  });
  const decays = masks
    ? [...docComment(["for each tensor, whether weight decay acts on it; all by default"], 2), "  decays?: boolean[];"]
    : [];
  return [`/** Options of ${className}. */`, `export interface ${className}Options {`, ...fields, ...decays, "}"];
}

function carriesNothing({ states, scalars, usesStep }: Listing): boolean {
  return states.length + scalars.length === 0 && !usesStep;
}

function stateLines({ listing, id }: StepWriting, className: string): string[] {
  const { states, scalars, usesStep } = listing;
  return [
    `/** What ${className} carries from step to step, as plain numbers. */`,
    `export interface ${className}State {`,
    ...(usesStep ? ["  steps: number;"] : []),
    ...scalars.map(({ name }) => `  ${id(name)}: number;`),
    ...states.map(({ name }) => `  ${id(name)}: number[][];`),
    "}",
  ];
}

function classLines(writing: StepWriting, className: string): string[] {
  const { listing, id, masks } = writing;
  const { hyperparameters, states, scalars, usesStep, summary } = listing;
  const fields = hyperparameters.map((each) => {
    const value = javascriptDefault(each);
    return value === null ? `  ${id(each.name)}: number;` : `  ${id(each.name)} = ${value};`;
  });
  return [
    ...docComment([summary]),
    `export class ${className} {`,
    ...fields,
    ...(masks ? ["  decays: boolean[] = [];"] : []),
    ...(usesShapes(listing) ? ["  private readonly shapes: number[][];"] : []),
    "  private readonly sizes: number[];",
    ...(usesStep ? ["  private steps = 0;"] : []),
    ...scalars.map(({ name }) => `  private ${id(name)}: number;`),
    ...states.map(({ name }) => `  private readonly ${id(name)}: Tensor[];`),
    "",
    ...constructorLines(writing, className),
    "",
    ...stepLines(writing),
    "",
    ...(carriesNothing(listing) ? [] : [...saveLines(writing, className), ""]),
    ...checkLines,
    "}",
  ];
}

/** Whether the code asks for the axes of a tensor. */
function usesShapes({ ops }: Listing): boolean {
  return ops.some((op) =>
    ["rows", "columns", "on_matrices", "row_norm", "newton_schulz", "polar", "top_singular"].includes(op),
  );
}

function constructorLines({ listing, id, write }: StepWriting, className: string): string[] {
  const { hyperparameters, states, scalars } = listing;
  const required = hyperparameters.filter(({ default: value }) => value === null);
  const args = [
    "shapes: readonly (number | readonly number[])[]",
    `options: ${className}Options${required.length === 0 ? " = {}" : ""}`,
    ...(states.length === 0 ? [] : ["Arrays: new (size: number) => Tensor = Float32Array"]),
  ];
  const read = new Set(
    [...states, ...scalars]
      .flatMap(({ start }) => nodesOf(start))
      .flatMap((node) => (node.kind === "name" ? [node.name] : [])),
  );
  const names = [...read].map(id);
  return [
    ...docComment(
      [
        `For tensors of these shapes, or numbers of elements.${states.length === 0 ? "" : " States are kept in arrays of the given kind."}`,
      ],
      2,
    ),
    ...javascriptCall("constructor", args, { tail: " {", indent: 2 }),
    ...required.map(({ name }) => `    this.${id(name)} = options.${id(name)};`),
    "    Object.assign(this, options);",
    ...(usesShapes(listing) ? ["    this.shapes = shapes.map((shape) => [shape].flat());"] : []),
    ...sizeLines,
    ...(names.length === 0 ? [] : [`    const { ${names.join(", ")} } = this;`]),
    ...scalars.flatMap(({ name, start }) => javascriptStatement(`this.${id(name)} =`, write(start), 4)),
    ...states.flatMap(({ name, start }) => arrayLines(id(name), start, write)),
    "  }",
  ];
}

/** `this.m = this.sizes.map((size) => new Arrays(size));` */
function arrayLines(name: string, start: CodeExpression, write: StepWriting["write"]): string[] {
  const zero = start.kind === "number" && start.value === 0;
  const made = `new Arrays(size)${zero ? "" : `.fill(${write(start).text})`}`;
  const one = `    this.${name} = this.sizes.map((size) => ${made});`;
  if (one.length <= javascriptWidth) return [one];
  return [`    this.${name} = this.sizes.map((size) =>`, `      ${made},`, "    );"];
}

const sizeLines = [
  "    this.sizes = shapes.map((shape) =>",
  "      [shape].flat().reduce((product: number, extent) => product * extent, 1),",
  "    );",
];

function saveLines({ listing, id }: StepWriting, className: string): string[] {
  const { states, scalars, usesStep } = listing;
  const numbers = [...(usesStep ? ["steps"] : []), ...scalars.map(({ name }) => id(name))];
  const arrays = states.map(({ name }) => id(name));
  const entries = [
    ...numbers.map((name) => `${name}: this.${name}`),
    ...arrays.map((name) => `${name}: this.${name}.map((each) => Array.from(each))`),
  ];
  const one = `    return { ${entries.join(", ")} };`;
  return [
    "  /** What is carried from step to step, to be stored. */",
    `  state(): ${className}State {`,
    ...(one.length <= javascriptWidth
      ? [one]
      : ["    return {", ...entries.map((entry) => `      ${entry},`), "    };"]),
    "  }",
    "",
    "  /** Goes on from what was stored. */",
    `  load(state: ${className}State): void {`,
    ...numbers.map((name) => `    this.${name} = state.${name};`),
    ...arrays.map((name) => `    state.${name}.forEach((each, i) => this.${name}[i]!.set(each));`),
    "  }",
  ];
}

const checkLines = `  private check(tensors: readonly Tensor[]): void {
    const found = String(tensors.map((each) => each.length));
    if (found === String(this.sizes)) return;
    throw new RangeError(
      \`expected tensors of \${this.sizes} elements, got \${found}\`,
    );
  }`.split("\n");
