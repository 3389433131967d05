/** The method `step` of the TypeScript target. */

import { type CodeExpression, nodesOf } from "../listing/expression.ts";
import type { ListedStatement, Listing } from "../listing/listing.ts";
import { type ElementLoop, shapeNames, type TensorWork, tensorWorkOf, type WholeCall } from "../listing/tensor-work.ts";
import { atom, type Printed, tightness } from "../target.ts";
import { group, indented, joined, layOut, line, whereBroken } from "../text/document.ts";
import { camelCase, javascriptStatement, javascriptWidth } from "../text/javascript.ts";

/** How the parts of one file are written. */
export interface StepWriting {
  readonly listing: Listing;
  readonly id: (name: string) => string;
  readonly write: (expression: CodeExpression) => Printed;
  /** A name for a value that has none in the listing, as a name of expressions. */
  readonly named: (wish: string) => string;
  /** An identifier that is not taken. */
  readonly fresh: (wish: string) => string;
  /** Whether weight decay acts on marked tensors alone. */
  readonly masks: boolean;
  /** Names that are arrays of what a function of a whole tensor gave; an expression reads their elements. */
  readonly results: Set<string>;
}

/** The lines of the method. */
export function stepLines(writing: StepWriting): string[] {
  const { listing } = writing;
  const { passes, stores } = listing;
  const tensorStores = stores.filter(({ of }) => of !== "scalar");
  const works = passes.map((pass, i) => tensorWorkOf(pass, i === passes.length - 1 ? tensorStores : [], writing.named));
  for (const step of works.flatMap(({ steps }) => steps)) {
    if (step.kind === "whole" && step.type === "tree") writing.results.add(step.name);
  }
  const arrays = arrayNames(writing);
  const host = hostLines(writing, works);
  const body = passes.flatMap((pass, i) => [
    ...host.ofPass[i]!,
    ...pass.totals.map(({ name }) => `    let ${writing.id(name)} = 0;`),
    ...tensorLoop(writing, works[i]!, arrays),
  ]);
  return [
    "  /** One step: changes the parameters in place. */",
    "  step(params: readonly Tensor[], grads: readonly Tensor[]): void {",
    "    this.check(params);",
    "    this.check(grads);",
    ...host.before,
    ...body,
    ...host.after,
    "  }",
  ];
}

/** Lines of what is the same for all tensors: before all, before each pass, and after. */
export interface HostLines {
  readonly before: readonly string[];
  readonly ofPass: readonly (readonly string[])[];
  readonly after: readonly string[];
}

/** What is read of the instance, what each pass computes first, and scalars that are kept. `step`: text that counts. */
export function hostLines(
  { listing, id, write }: Pick<StepWriting, "listing" | "id" | "write">,
  works: readonly Pick<TensorWork, "hoisted">[],
  step = "++this.steps",
): HostLines {
  const { passes, hyperparameters, scalars, stores, usesStep } = listing;
  const scalarStores = stores.filter(({ of }) => of === "scalar");
  const assigned = new Map<string, Set<string>>();
  for (const { name, value } of passes.flatMap((pass) => pass.host)) {
    assigned.set(name, (assigned.get(name) ?? new Set()).add(JSON.stringify(value)));
  }
  const keyword = (name: string): string => (assigned.has(name) ? "let" : "const");
  const read = readNames([
    ...passes.flatMap(({ host, tensors, totals }) => [...host, ...tensors, ...totals]),
    ...works.flatMap(({ hoisted }) => hoisted),
    ...stores,
  ]);
  const needed = hyperparameters.filter(({ name }) => read.has(name)).map(({ name }) => name);
  const plain = needed.filter((name) => !assigned.has(name)).map(id);
  const carried = scalars.map(({ name }) => name);
  const before = [
    ...destructured(plain),
    ...needed.filter((name) => assigned.has(name)).map((name) => `    let ${id(name)} = this.${id(name)};`),
    ...(usesStep ? [`    ${keyword("step")} ${id("step")} = ${step};`] : []),
    ...carried.filter((name) => read.has(name)).map((name) => `    ${keyword(name)} ${id(name)} = this.${id(name)};`),
  ];
  const declared = new Set([...needed, ...carried.filter((name) => read.has(name)), "step"]);
  const ofPass = passes.map((pass, i) => {
    const own = pass.host.flatMap(({ name, value }) => {
      const single = assigned.get(name)!.size === 1;
      const first = !declared.has(name);
      if (!first && single && !isLoaded(name, needed, carried)) return [];
      declared.add(name);
      const head = !first ? id(name) : `${single ? "const" : "let"} ${id(name)}`;
      return javascriptStatement(`${head} =`, write(value), 4);
    });
    return [
      ...own,
      ...works[i]!.hoisted.flatMap(({ name, value }) => javascriptStatement(`const ${id(name)} =`, write(value), 4)),
    ];
  });
  const stored = new Set(scalarStores.map(({ name }) => name));
  const after = [
    ...scalarStores.flatMap(({ name, value }) => javascriptStatement(`this.${id(name)} =`, write(value), 4)),
    ...carried
      .filter((name) => assigned.has(name) && !stored.has(name))
      .map((name) => `    this.${id(name)} = ${id(name)};`),
  ];
  return { before, ofPass, after };
}

function isLoaded(name: string, needed: readonly string[], carried: readonly string[]): boolean {
  return needed.includes(name) || carried.includes(name) || name === "step";
}

/** `const { a, b } = this;` */
function destructured(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const left = group("const {", indented(line, joined(names, ",", line)), whereBroken(","), line, "}");
  return layOut([left, " =", group(indented(line), "this;")], { width: javascriptWidth, indent: 4 }).split("\n");
}

/** What arrays of weights, gradients and states are called within the loop over tensors. */
function arrayNames({ listing, id, fresh }: StepWriting): ReadonlyMap<string, string> {
  const names = ["w", "g", ...listing.states.map(({ name }) => name)];
  return new Map(names.map((name) => [name, fresh(`${id(name)}s`)]));
}

function tensorLoop(writing: StepWriting, work: TensorWork, arrays: ReadonlyMap<string, string>): string[] {
  const { id, write, masks } = writing;
  const linesOf = (step: TensorWork["steps"][number]): string[] => {
    switch (step.kind) {
      case "number":
        return javascriptStatement(`const ${id(step.name)} =`, write(step.value), 6);
      case "addTo":
        return javascriptStatement(`${id(step.name)} +=`, write(step.value), 6);
      case "whole":
        return wholeLines(step, writing, arrays);
      case "loop":
        return loopLines(step, { writing, arrays });
    }
  };
  const lines = work.steps.flatMap(linesOf);
  const used = (name: string): boolean =>
    lines.some((each) => new RegExp(`(?<![\\w$.])${escaped(name)}(?![\\w$])`).test(each));
  const [ws, gs] = [arrays.get("w")!, arrays.get("g")!];
  const columns = id(shapeNames.columns);
  const needsShape = used("rows") || used(columns) || used("isMatrix");
  const needsW = used(ws) || used(columns);
  const loads = [
    ...(needsW ? [`      const ${ws} = params[i]!;`] : []),
    ...(used(gs) ? [`      const ${gs} = grads[i]!;`] : []),
    ...[...arrays]
      .slice(2)
      .flatMap(([name, array]) => (used(array) ? [`      const ${array} = this.${id(name)}[i]!;`] : [])),
    ...(needsShape && (used("rows") || used("isMatrix") || used(columns))
      ? ["      const shape = this.shapes[i]!;"]
      : []),
    ...(used("rows") || used(columns) ? ["      const rows = shape[0] ?? 1;"] : []),
    ...(used(columns) ? [`      const columns = ${ws}.length / rows;`] : []),
    ...(used("isMatrix") ? ["      const isMatrix = shape.length > 1;"] : []),
    ...(masks && used("decayed") ? ["      const decayed = Number(this.decays[i] ?? true);"] : []),
  ];
  return ["    for (let i = 0; i < params.length; i++) {", ...loads, ...lines, "    }"];
}

function escaped(name: string): string {
  return name.replaceAll("$", "\\$");
}

/** `const polarOfC = polar(cs, rows);` */
function wholeLines(
  { name, op, array, numbers, type: _ }: WholeCall,
  { id, write }: StepWriting,
  arrays: ReadonlyMap<string, string>,
): string[] {
  const operand = arrays.get(array) ?? id(array);
  const shape = op === "kth_largest" ? [] : op === "row_norm" ? ["isMatrix ? rows : 1"] : ["rows"];
  const args = [operand, ...shape, ...numbers.map((each) => write(each).text)];
  return javascriptStatement(`const ${id(name)} =`, callText(camelCase(op), args), 6);
}

function callText(head: string, args: readonly string[]): Printed {
  return {
    text: `${head}(${args.join(", ")})`,
    binds: tightness.atom,
    brackets: { head, args: args.map((text) => atom(text)) },
  };
}

const accumulators = { norm: "squares", tensor_sum: "sum", tensor_max: "largest" } as const;

/** A loop over the elements of a tensor. */
function loopLines(
  { statements, sums, fills, stores }: ElementLoop,
  { writing, arrays }: { readonly writing: StepWriting; readonly arrays: ReadonlyMap<string, string> },
): string[] {
  const { id, write, fresh } = writing;
  const storing = sums.length === 0 && fills.length === 0;
  const after = [...sums, ...fills, ...stores];
  const order = [...statements, ...after];
  const indent = 8;
  const known = new Set<string>();
  const loaded: string[] = [];
  for (const { value, name } of order) {
    for (const read of readNames([{ value }])) {
      if (known.has(read)) continue;
      if (arrays.has(read)) loaded.push(read);
      known.add(read);
    }
    if (statements.some((each) => each.name === name)) known.add(name);
  }
  const isStored = ({ assigns }: ListedStatement): boolean => storing && assigns !== "local";
  const readAfter = (i: number, name: string): boolean => {
    const rest = order.slice(i + 1);
    return readNames(rest).has(name);
  };
  const kept = statements.filter((each, i) => !(isStored(each) && !readAfter(i, each.name)));
  const inLoop = (name: string): number => kept.filter((each) => each.name === name).length;
  const declared = new Set<string>();
  const inOrder = [...arrays.keys()].filter((name) => loaded.includes(name));
  const loads = inOrder.map((name) => {
    declared.add(name);
    return `        ${inLoop(name) > 0 ? "let" : "const"} ${id(name)} = ${arrays.get(name)!}[j]!;`;
  });
  const body = statements.flatMap((each, i) => {
    const { name, value } = each;
    const array = `${arrays.get(name)}[j]`;
    if (isStored(each) && !readAfter(i, name)) return javascriptStatement(`${array} =`, write(value), indent);
    const head = declared.has(name) ? id(name) : `${inLoop(name) > 1 ? "let" : "const"} ${id(name)}`;
    declared.add(name);
    return [
      ...javascriptStatement(`${head} =`, write(value), indent),
      ...(isStored(each) ? [`        ${array} = ${id(name)};`] : []),
    ];
  });
  const before: string[] = [];
  const ending: string[] = [];
  const summing = sums.flatMap(({ name, op, value }) => {
    if (op === "total") return javascriptStatement(`${id(name)} +=`, write(value), indent);
    const accumulator = op === "norm" ? fresh(accumulators.norm) : id(name);
    before.push(`      let ${accumulator} = ${op === "tensor_max" ? "-Infinity" : "0"};`);
    if (op === "norm") ending.push(`      const ${id(name)} = Math.sqrt(${accumulator});`);
    if (op === "tensor_max") {
      return javascriptStatement(`${accumulator} =`, callOfMax(accumulator, write(value)), indent);
    }
    const added: CodeExpression = op === "norm" ? { kind: "call", op: "square", args: [value], type: "tree" } : value;
    return javascriptStatement(`${accumulator} +=`, write(added), indent);
  });
  const filling = fills.flatMap(({ name, value }) => {
    before.push(`      const ${id(name)} = new Float64Array(${arrays.get("w")!}.length);`);
    return javascriptStatement(`${id(name)}[j] =`, write(value), indent);
  });
  const storeLines = stores.flatMap(({ name, value }) =>
    javascriptStatement(`${arrays.get(name)!}[j] =`, write(value), indent),
  );
  return [
    ...before,
    `      for (let j = 0; j < ${arrays.get("w")!}.length; j++) {`,
    ...loads,
    ...body,
    ...summing,
    ...filling,
    ...storeLines,
    "      }",
    ...ending,
  ];
}

function callOfMax(name: string, value: Printed): Printed {
  return {
    text: `Math.max(${name}, ${value.text})`,
    binds: tightness.atom,
    brackets: { head: "Math.max", args: [atom(name), value] },
  };
}

/** Names that are read. */
function readNames(given: readonly { readonly value: CodeExpression }[]): ReadonlySet<string> {
  return new Set(
    given.flatMap(({ value }) => nodesOf(value)).flatMap((node) => (node.kind === "name" ? [node.name] : [])),
  );
}
