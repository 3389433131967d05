/** Members of an exported class of TensorFlow.js other than its step. */
import { type CodeExpression, nodesOf } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import type { Printed } from "../target.ts";
import { docComment, javascriptDefault, javascriptObject, javascriptStatement } from "../text/javascript.ts";

/** How the parts of one file are written. */
export interface TfjsWriting {
  readonly listing: Listing;
  readonly id: (name: string) => string;
  readonly write: (expression: CodeExpression) => Printed;
}

/** The class name under which models are saved, and the constructor. */
export function constructorLines({ listing, id, write }: TfjsWriting, className: string): string[] {
  const { hyperparameters, scalars, mask } = listing;
  const fields = hyperparameters.map((each) => ({
    name: id(each.name),
    value: javascriptDefault(each),
    about: each.about,
  }));
  const options = [
    ...fields.map(({ name, value }) => (value === null ? name : `${name} = ${value}`)),
    ...(mask === "none" ? [] : ["decays = () => true"]),
  ];
  const required = fields.some(({ value }) => value === null);
  const about = [
    ...fields.map((each) => `${each.name}: ${each.about}`),
    ...(mask === "none" ? [] : ["decays: of a variable's name, whether weight decay acts on it"]),
  ];
  const tail = `${required ? "" : " = {}"}) {`;
  const head =
    options.length === 0 ? ["  constructor() {"] : javascriptObject("constructor(", options, { tail, indent: 2 });
  return [
    "  /** The name under which models are saved. */",
    `  static className = "${className}";`,
    "",
    ...(about.length === 0
      ? []
      : ["  /**", ...about.flatMap((text) => docComment([text, ""], 2).slice(1, -2)), "   */"]),
    ...head,
    "    super();",
    ...fields.map(({ name }) => `    this.${name} = ${name};`),
    ...(mask === "none" ? [] : ["    this.decays = decays;"]),
    ...scalars.flatMap(({ name, start }) => javascriptStatement(`this.${id(name)} =`, write(start), 4)),
    "    this.slots = {};",
    "  }",
  ];
}

/** The method that makes states. */
export function slotLines({ listing, id, write }: TfjsWriting): string[] {
  const read = namesIn(listing.states.map(({ start }) => start));
  const entries = listing.states.map(({ name, start }) => {
    const zero = start.kind === "number" && start.value === 0;
    return `        ${id(name)}: tf.variable(${zero ? "tf.zerosLike(w)" : `tf.fill(w.shape, ${write(start).text})`}, false),`;
  });
  return [
    "  /** The states of a variable, made at its first step. */",
    "  slotsOf(name, w) {",
    ...(read.size === 0 ? [] : [`    const { ${[...read].map(id).join(", ")} } = this;`]),
    ...(entries.length === 0
      ? ["    this.slots[name] ??= {};"]
      : ["    if (!(name in this.slots)) {", "      this.slots[name] = {", ...entries, "      };", "    }"]),
    "    return this.slots[name];",
    "  }",
  ];
}

/** The method that tells hyperparameters. */
export function configLines({ listing, id }: TfjsWriting): string[] {
  const entries = listing.hyperparameters.map(({ name }) => `${id(name)}: this.${id(name)}`);
  return ["  getConfig() {", ...javascriptObject("return ", entries, { tail: ";", indent: 4 }), "  }"];
}

/** Methods that store and load what is carried from step to step, and that free it. */
export function weightLines({ listing, id }: TfjsWriting): string[] {
  const scalars = listing.scalars.map(({ name }) => id(name));
  return [
    "  /** The count of steps, then all that is carried from step to step. */",
    "  async getWeights() {",
    "    const weights = [await this.saveIterations()];",
    ...scalars.map((name) => `    weights.push({ name: "${name}", tensor: tf.scalar(this.${name}) });`),
    "    for (const [variable, slots] of Object.entries(this.slots)) {",
    "      for (const [state, tensor] of Object.entries(slots)) {",
    `        weights.push({ name: \`\${variable}/\${state}\`, tensor });`,
    "      }",
    "    }",
    "    return weights;",
    "  }",
    "",
    "  async setWeights(weights) {",
    "    this.dispose();",
    "    const left = await this.extractIterations(weights);",
    ...scalars.map((name) => `    this.${name} = (await left.shift().tensor.data())[0];`),
    "    for (const { name, tensor } of left) {",
    '      const at = name.lastIndexOf("/");',
    "      const slots = (this.slots[name.slice(0, at)] ??= {});",
    "      slots[name.slice(at + 1)] = tf.variable(tensor, false);",
    "    }",
    "  }",
    "",
    "  dispose() {",
    "    tf.dispose(this.slots);",
    "    this.slots = {};",
    "  }",
  ];
}

/** Names that expressions read. */
export function namesIn(expressions: readonly CodeExpression[]): ReadonlySet<string> {
  return new Set(expressions.flatMap(nodesOf).flatMap((node) => (node.kind === "name" ? [node.name] : [])));
}
