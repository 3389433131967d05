/**
 * Optax: a factory of a `GradientTransformation`, as optax.contrib has them.
 *
 * One function of the file computes the step of one parameter; the trees are walked around it. Whatever may be an array while a step is
 * traced (the count of steps, and any hyperparameter but flags, for `inject_hyperparams` makes arrays of them) is never asked by `if`.
 */

import type { ListedHyperparameter, Listing } from "../listing/listing.ts";
import { updateOf, withoutShadows } from "../listing/update-of.ts";
import { helperLines } from "../numpy/helpers.ts";
import { optaxFrame } from "../optax/test-frame.ts";
import { bracketed, callOfTexts, type OptaxWriting, updateLines } from "../optax/update-text.ts";
import { createJaxPrinter, jaxHelpers } from "../optax/writers.ts";
import { atom, defineTarget } from "../target.ts";
import { classNameOf, functionNameOf, identifiersOf } from "../text/identifiers.ts";
import { pythonIndex } from "../text/index-file.ts";
import {
  escapeDocstring,
  pythonCall,
  pythonReserved,
  pythonStatement,
  pythonValue,
  pythonWidth,
  wrapWords,
} from "../text/python.ts";
import { moduleHeading } from "../text/python-heading.ts";

const reserved = new Set([
  ...pythonReserved,
  ...Object.keys(jaxHelpers),
  ..."jax jnp optax Any Callable NamedTuple init_fn update_fn step_leaf stepped params updates state mask decays".split(
    " ",
  ),
  ..."learning_rate accumulator_dtype count before added".split(" "),
]);

/** Optax. */
export const optax = defineTarget({
  name: "optax",
  title: "Optax",
  extension: "py",
  about: "A factory of a GradientTransformation for JAX, as those of optax.contrib.",
  reserved,
  width: pythonWidth,
  print: (listing) => print(withoutShadows(listing)),
  index: pythonIndex(factoryOf),
  test: optaxFrame(factoryOf, (listing) => {
    const id = identifiersIn(withoutShadows(listing));
    return (name) => (name === "lr" ? "learning_rate" : id(name));
  }),
});

/** What Optax's users call hyperparameters. */
const optaxNames: { readonly [name: string]: string | undefined } = {
  beta1: "b1",
  beta2: "b2",
  beta3: "b3",
  epsilon: "eps",
  decay: "weight_decay",
};

function identifiersIn(listing: Listing): (name: string) => string {
  const identifiers = identifiersOf(listing, {
    reserved,
    wish: (name, of) => {
      if (of === "weights") return "p";
      if (of === "hyperparameter") return optaxNames[name] ?? name;
      return of === "state" || of === "scalar" ? name.replace(/^_+/, "") || "s" : name;
    },
  });
  return (name) => identifiers.get(name) ?? name;
}

function factoryOf({ name }: Pick<Listing, "name">): string {
  return functionNameOf(name, reserved);
}

function print(listing: Listing): string {
  const id = identifiersIn(listing);
  const usesRate = listing.hyperparameters.some(({ name }) => name === "lr");
  const writing: OptaxWriting = {
    ...{ listing, id, usesRate, write: createJaxPrinter(listing, id), update: updateOf(listing) },
    factory: factoryOf(listing),
    stateClass: `${classNameOf(listing)}State`,
    counts: usesRate || listing.usesStep,
  };
  const factory = factoryLines(writing);
  const helpers = helperLines(jaxHelpers, listing.ops, factory);
  const body = [...helpers, ...frameTexts(listing), ...stateLines(writing), ...factory];
  const has = (word: string): boolean => body.some((line) => line.includes(word));
  return [
    ...moduleHeading(listing),
    "",
    ...(has("math.") ? ["import math"] : []),
    ...(has("Callable[") ? ["from collections.abc import Callable"] : []),
    `from typing import ${[...(has("Any") ? ["Any"] : []), "NamedTuple"].join(", ")}`,
    "",
    "import jax",
    ...(has("jnp.") ? ["import jax.numpy as jnp"] : []),
    "import optax",
    "",
    "",
    ...body,
    "",
  ].join("\n");
}

/** What is the same in every file. */
function frameTexts({ mask }: Listing): string[] {
  const texts = [
    `def _map_leaves(fn, updates, *trees):
    """fn of each gradient and of what belongs to it; None where there is none."""
    return jax.tree.map(
        lambda g, *rest: None if g is None else fn(g, *rest),
        updates,
        *trees,
        is_leaf=lambda g: g is None,
    )`,
    `def _pick(i, stepped, old):
    """The i-th results, in the dtypes of old; what had no gradient stays as it was."""
    return jax.tree.map(
        lambda x, results: x if results is None else results[i].astype(x.dtype),
        old,
        stepped,
    )`,
    ...(mask === "none"
      ? []
      : [
          `def _expand(mask, params):
    """For each parameter, whether weight decay acts on it."""
    mask = True if mask is None else mask(params) if callable(mask) else mask
    return jax.tree.map(
        lambda keep, tree: jax.tree.map(lambda _: keep, tree), mask, params
    )`,
        ]),
  ];
  return texts.flatMap((text) => [...text.split("\n"), "", ""]);
}

function stateLines({ listing: { states, scalars, title }, id, stateClass, counts }: OptaxWriting): string[] {
  const fields = [
    ...(counts ? ["count: jax.Array  # steps so far"] : []),
    ...scalars.map(({ name }) => `${id(name)}: jax.Array`),
    ...states.map(({ name }) => `${id(name)}: optax.Updates`),
  ];
  return [
    `class ${stateClass}(NamedTuple):`,
    ...wrapWords(`    """State of ${title}."""`, { indent: "    " }).map(escapeTail),
    ...(fields.length === 0 ? [] : ["", ...fields.map((field) => `    ${field}`)]),
    "",
    "",
  ];
}

function factoryLines(writing: OptaxWriting): string[] {
  const { listing, id, factory, usesRate, stateClass } = writing;
  const rate = listing.hyperparameters.find(({ name }) => name === "lr");
  const given = listing.hyperparameters.filter(({ name }) => name !== "lr");
  const asked = given.filter((each) => each.default === null);
  const typed = (each: ListedHyperparameter): string => {
    const type = each.kind === "flag" ? "bool" : "jax.typing.ArrayLike";
    return `${id(each.name)}: ${type}${each.default === null ? "" : ` = ${pythonValue(each.default)}`}`;
  };
  const args = [
    ...(rate === undefined
      ? []
      : [`learning_rate: optax.ScalarOrSchedule${rate.default === null ? "" : ` = ${pythonValue(rate.default)}`}`]),
    ...given.filter((each) => each.default !== null).map(typed),
    ...(listing.mask === "none" ? [] : ["mask: Any | Callable[[optax.Params], Any] | None = None"]),
    ...(listing.states.length === 0 ? [] : ["accumulator_dtype: jax.typing.DTypeLike | None = None"]),
    ...(asked.length === 0 ? [] : ["*", ...asked.map(typed)]),
  ];
  const about = [
    ...(usesRate ? [`learning_rate: ${rate!.about}; a number, or a schedule of the count of steps`] : []),
    ...given.map(({ name, about }) => `${id(name)}: ${about}`),
    ...(listing.mask === "none"
      ? []
      : [
          "mask: a tree of booleans, of the parameters' form or a prefix of it, or a function of them that gives one: whether weight decay acts; None: everywhere",
        ]),
    ...(listing.states.length === 0 ? [] : ["accumulator_dtype: of the states; None: that of each parameter"]),
  ];
  return [
    ...pythonCall(`def ${factory}`, args, { tail: " -> optax.GradientTransformation:" }),
    ...docstring(`${listing.title}: ${listing.summary}`, about),
    "",
    ...initLines(writing),
    "",
    ...updateLines({ ...writing, stateClass }),
    "",
    "    return optax.GradientTransformation(init_fn, update_fn)",
  ];
}

function docstring(summary: string, about: readonly string[]): string[] {
  const first = wrapWords(`"""${summary}`, { indent: "    " }).map((line, i) => (i === 0 ? line : escapeTail(line)));
  if (about.length === 0) return [...first.slice(0, -1), `${first.at(-1)!}"""`];
  const args = about.flatMap((text) => {
    const [head, ...rest] = wrapWords(text, { indent: "        ", width: pythonWidth - 4 });
    return [head!, ...rest.map((line) => `    ${line}`)].map(escapeTail);
  });
  return [...first, "", "    Args:", ...args, '    """'];
}

function escapeTail(line: string): string {
  return line.includes('"""') ? line : escapeDocstring(line);
}

function initLines({ listing, id, write, stateClass, counts }: OptaxWriting): string[] {
  const { states, scalars } = listing;
  const fields = [
    ...(counts ? [atom("count=jnp.zeros([], jnp.int32)")] : []),
    ...scalars.map(({ name, start }) => callOfTexts(`${id(name)}=jnp.full`, ["[]", write(start).text, "float"])),
    ...states.map(({ name, start }) => {
      const zero = start.kind === "number" && start.value === 0;
      const args = ["params", ...(zero ? [] : [write(start).text]), "dtype=accumulator_dtype"];
      return callOfTexts(`${id(name)}=optax.tree.${zero ? "zeros_like" : "full_like"}`, args);
    }),
  ];
  return ["    def init_fn(params):", ...pythonStatement("return ", bracketed(stateClass, fields), "        ")];
}
