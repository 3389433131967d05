/** JSON: the listing itself, for other printers; its schema is `schema/optimizer.schema.json`. */
import type { CodeExpression } from "../listing/expression.ts";
import type { ListedState, ListedStatement, Listing } from "../listing/listing.ts";
import { defineTarget } from "../target.ts";
import { licence } from "../text/python.ts";

/** JSON. */
export const json = defineTarget({
  name: "json",
  title: "JSON",
  extension: "json",
  about: "The program's statements as a tree, with a schema, for printers of your own.",
  reserved: new Set(),
  width: null,
  print: (listing) => `${pretty(jsonOf(listing), "")}\n`,
  test: { none: "JSON is no code: whoever prints it tests what is printed" },
});

function jsonOf(listing: Listing): Json {
  const { hyperparameters, passes, states, scalars, stores, program, fixed, mask, maskedBy } = listing;
  const { summary, source, deviation, name, title, convention, lineage } = listing;
  return {
    $schema: "https://unpkg.com/lionlab/schema/optimizer.schema.json",
    ...{ summary, source, deviation, name, title, convention },
    licence,
    ...(lineage === undefined ? {} : { lineage }),
    program: program.trimEnd().split("\n"),
    hyperparameters: hyperparameters.map(({ name, default: value, about, min, max, minOpen, maxOpen }) => ({
      ...{ name, default: value, about },
      ...Object.fromEntries(Object.entries({ min, max, minOpen, maxOpen }).filter(([, each]) => each !== undefined)),
    })),
    fixed,
    states: states.map(stateJson),
    scalars: scalars.map(stateJson),
    passes: passes.map(({ host, tensors, totals }) => ({
      host: host.map(statementJson),
      tensors: tensors.map(statementJson),
      totals: totals.map(({ name, value }) => ({ name, sumOf: expressionJson(value) })),
    })),
    stores: stores.map(({ name, value }) => ({ name, value: expressionJson(value) })),
    mask,
    maskedBy,
  } as Json;
}

function stateJson({ name, start }: ListedState): Json {
  return { name, start: expressionJson(start) };
}

function statementJson({ name, assigns, type, value }: ListedStatement): Json {
  return { name, assigns, type, value: expressionJson(value) };
}

function expressionJson(expression: CodeExpression): Json {
  switch (expression.kind) {
    case "number":
      return { number: Number.isFinite(expression.value) ? expression.value : String(expression.value) };
    case "flag":
      return { flag: expression.value };
    case "name":
      return { name: expression.name };
    case "call":
      return { call: expression.op, type: expression.type, args: expression.args.map(expressionJson) };
  }
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** In lines of at most 80 characters where that can be, as prettier leaves it. */
function pretty(value: Json, indent: string): string {
  const one = inOneLine(value);
  if (value === null || typeof value !== "object") return one;
  if (indent !== "" && indent.length + one.length <= 70) return one;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const inner = `${indent}  `;
  const entries = Array.isArray(value)
    ? value.map((each: Json) => pretty(each, inner))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${pretty(each as Json, inner)}`);
  return entries.length === 0 ? one : `${open}\n${inner}${entries.join(`,\n${inner}`)}\n${indent}${close}`;
}

function inOneLine(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${inOneLine(each)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
