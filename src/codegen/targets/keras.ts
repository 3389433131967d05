/**
 * Keras 3: a subclass of `keras.optimizers.Optimizer` in operations that every backend has.
 *
 * The base class decays weights before a step, and so differs from most rules in rounding, and where a rule reads the weights, in more. So the
 * rule's own decay stays in the step, where `exclude_from_weight_decay` is asked for each variable; the base class is told of none.
 */

import { kerasHelpers } from "../keras/helpers.ts";
import { kerasArgument, kerasIdentifiers, kerasReserved } from "../keras/names.ts";
import { type KerasWriting, sharedLines, updateLines } from "../keras/step-text.ts";
import { kerasFrame } from "../keras/test-frame.ts";
import { createKerasPrinter } from "../keras/writers.ts";
import type { CodeExpression } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { updateOf, withoutShadows } from "../listing/update-of.ts";
import { helperLines } from "../numpy/helpers.ts";
import { atom, calling, defineTarget } from "../target.ts";
import { classNameOf, functionNameOf } from "../text/identifiers.ts";
import { pythonIndex } from "../text/index-file.ts";
import { escapeDocstring, pythonCall, pythonStatement, pythonValue, pythonWidth, wrapWords } from "../text/python.ts";
import { moduleHeading } from "../text/python-heading.ts";

/** Keras. */
export const keras = defineTarget({
  name: "keras",
  title: "Keras",
  extension: "py",
  about: "A keras.optimizers.Optimizer of Keras 3, for every backend.",
  reserved: kerasReserved,
  width: pythonWidth,
  index: pythonIndex(classNameOf),
  test: kerasFrame,
  print: (listing) => print(withoutShadows(listing)),
});

function print(listing: Listing): string {
  const identifiers = kerasIdentifiers(listing);
  const declared = new Set(listing.hyperparameters.map(({ name }) => name).filter((name) => name !== "lr"));
  const id = (name: string): string => (declared.has(name) ? "self." : "") + (identifiers.get(name) ?? name);
  const writing: KerasWriting = { listing, id, write: createKerasPrinter(listing, id), update: updateOf(listing) };
  const lines = classLines(writing);
  const body = [...helperLines(kerasHelpers, listing.ops, lines), ...lines];
  const has = (word: string): boolean => body.some((line) => line.includes(word));
  return [
    ...moduleHeading(listing),
    "",
    ...(has("math.") ? ["import math", ""] : []),
    "import keras",
    ...(has("ops.") ? ["from keras import ops"] : []),
    "",
    "",
    ...body,
    "",
  ].join("\n");
}

function classLines(writing: KerasWriting): string[] {
  const { listing } = writing;
  const parts = [initLines, buildLines, sharedLines, updateLines, configLines].map((lines) => lines(writing));
  return [
    '@keras.saving.register_keras_serializable(package="lionlab")',
    `class ${classNameOf(listing)}(keras.optimizers.Optimizer):`,
    ...docstring(writing),
    ...parts.flatMap((lines) => (lines.length === 0 ? [] : ["", ...lines])),
  ];
}

function docstring(writing: KerasWriting): string[] {
  const { listing } = writing;
  const about = listing.hyperparameters.map(({ name, about }) =>
    name === "lr"
      ? `learning_rate: ${about}; a number or a LearningRateSchedule`
      : `${kerasArgument(writing.listing)(name)}: ${about}`,
  );
  const decay =
    listing.mask === "none"
      ? []
      : [
          "",
          ...wrapWords(
            "Decay is part of the step, as the rule has it, and not done before it as by the base class; exclude_from_weight_decay keeps it off variables.",
            { indent: "    " },
          ),
        ];
  const args = [...about, "**kwargs: those of keras.optimizers.Optimizer, such as clipnorm"].flatMap((text) => {
    const [head, ...rest] = wrapWords(text, { indent: "        ", width: pythonWidth - 4 });
    return [head!, ...rest.map((line) => `    ${line}`)];
  });
  return [
    ...wrapWords(`"""${listing.title}: ${listing.summary}`, { indent: "    " }),
    ...decay,
    "",
    "    Args:",
    ...args,
    '    """',
  ].map((line) => (line.includes('"""') ? line : escapeDocstring(line)));
}

function initLines(writing: KerasWriting): string[] {
  const { listing, id } = writing;
  const rate = listing.hyperparameters.find(({ name }) => name === "lr");
  const given = listing.hyperparameters.filter(({ name }) => name !== "lr");
  const asked = given.filter((each) => each.default === null);
  const args = [
    "self",
    rate === undefined || rate.default === null ? "learning_rate=1.0" : `learning_rate=${pythonValue(rate.default)}`,
    ...given.flatMap(({ name, default: value }) =>
      value === null ? [] : [`${kerasArgument(writing.listing)(name)}=${pythonValue(value)}`],
    ),
    `name="${functionNameOf(listing.name)}"`,
    ...(asked.length === 0 ? [] : ["*", ...asked.map(({ name }) => kerasArgument(writing.listing)(name))]),
    "**kwargs",
  ];
  return [
    ...pythonCall("def __init__", args, { tail: ":", indent: "    " }),
    "        super().__init__(learning_rate=learning_rate, name=name, **kwargs)",
    ...given.map(({ name }) => `        ${id(name)} = ${kerasArgument(writing.listing)(name)}`),
  ];
}

function buildLines({ listing: { states, scalars }, id, write }: KerasWriting): string[] {
  if (states.length + scalars.length === 0) return [];
  const indent = "        ";
  const constant = (start: CodeExpression): string[] =>
    start.kind === "number" && start.value === 0
      ? []
      : [`initializer=keras.initializers.Constant(${write(start).text})`];
  const made = (attribute: string, head: string, args: readonly string[]): string[] =>
    pythonStatement(`self._${attribute} = `, calling(head)(args.map(atom)), indent);
  return [
    "    def build(self, variables):",
    `${indent}if self.built:`,
    `${indent}    return`,
    `${indent}super().build(variables)`,
    ...states.flatMap(({ name, start }) =>
      made(id(name), "self.add_optimizer_variables", ["variables", `"${id(name)}"`, ...constant(start)]),
    ),
    ...scalars.flatMap(({ name, start }) =>
      made(id(name), "self.add_variable", ["shape=()", ...constant(start), `name="${id(name)}"`]),
    ),
  ];
}

function configLines(writing: KerasWriting): string[] {
  const given = writing.listing.hyperparameters.filter(({ name }) => name !== "lr");
  if (given.length === 0) return [];
  return [
    "    def get_config(self):",
    "        return {",
    "            **super().get_config(),",
    ...given.map(({ name }) => `            "${kerasArgument(writing.listing)(name)}": ${writing.id(name)},`),
    "        }",
  ];
}
