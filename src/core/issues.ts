/**
 * A schema issue as a sentence: what was required, what was found, what to write instead.
 */
import { z } from "zod";
import { nearest } from "./errors.ts";
import { familiarNames, familiarPlace } from "./familiar-names.ts";
import type { Path } from "./located.ts";

/** The parts of a zod issue that sentences need. */
export interface Issue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly input?: unknown;
  /** of `unrecognized_keys` */
  readonly keys?: readonly string[] | undefined;
  /** of `invalid_union`: the issues of every branch */
  readonly errors?: readonly (readonly Issue[])[] | undefined;
  /** of `invalid_type` */
  readonly expected?: string | undefined;
  /** of `invalid_value`, and of a union told apart by one key */
  readonly values?: readonly unknown[] | undefined;
  readonly options?: readonly unknown[] | undefined;
  /** of `too_small` and `too_big` */
  readonly origin?: string | undefined;
  readonly minimum?: number | bigint | undefined;
  readonly maximum?: number | bigint | undefined;
  readonly inclusive?: boolean | undefined;
}

/** A sentence; `key` is set where the mistake is a key of the value at `path`. */
export interface Explanation {
  readonly path: Path;
  readonly key?: string;
  readonly sentence: string;
}

/** What an explanation is about: `schema` is asked for the keys that would have been known, `whole` names the data ("the study"). */
export interface Explained {
  readonly schema: z.ZodType;
  readonly whole: string;
}

/** Explains the issue that matters of those that a schema found, and says how many there are besides. */
export function explainFirst(issues: readonly Issue[], about: Explained): Explanation {
  const { sentence, ...place } = explainIssue(foremost(issues), about);
  const others = issues.length - 1;
  const end = others > 0 ? ` (and ${others} more after this).` : sentence.endsWith("?") ? "" : ".";
  return { ...place, sentence: `${sentence}${end}` };
}

/** The sentence lacks its full stop; a question keeps its mark. */
function explainIssue(given: Issue, { schema, whole }: Explained): Explanation {
  const { issue, path } = innermost(given, []);
  const where = path.length === 0 ? whole : dotted(path);
  if (path.includes("hyperparameters"))
    return { path, sentence: "write hyperparameters beside `lr`, as in {name: sgd, lr: 0.1, momentum: 0.9}" };
  const unknownKey = issue.keys?.[0];
  if (unknownKey !== undefined)
    return { path, key: unknownKey, sentence: unknownKeySentence(unknownKey, knownKeys(schema, path, issue.input)) };
  if (issue.code === "custom") return { path, sentence: `${where}: ${issue.message.replace(/\.$/, "")}` };
  const input = inputOf(issue);
  if (input === undefined) return { path, sentence: `${where} is missing; it must be ${requirement(issue)}` };
  const near = typeof input === "string" ? nearest(input, choices(issue).map(String)) : [];
  const hint = near.length > 0 ? `; did you mean ${near.join(", ")}?` : "";
  return {
    path,
    sentence: `${where} must be ${requirement(issue)}, but it is ${shown(input)}${hint}`,
  };
}

/** What was found: of a union told apart by one key, which is where the path ends, that key's value and not the whole mapping. */
function inputOf({ input, path, options }: Issue): unknown {
  const key = path.at(-1);
  const isMapping = typeof input === "object" && input !== null && !Array.isArray(input);
  return options !== undefined && isMapping && key !== undefined ? (input as Record<PropertyKey, unknown>)[key] : input;
}

/** The issue that matters of a union: that of the branch which fits best, or the union itself when none has the right type. */
function innermost(issue: Issue, prefix: Path): { readonly issue: Issue; readonly path: Path } {
  const path = [...prefix, ...issue.path];
  const fitting = (issue.errors ?? []).filter((branch) => branch.some((inner) => !isWrongType(inner)));
  const best = [...fitting].sort((a, b) => a.length - b.length)[0];
  return best === undefined ? { issue, path } : innermost(foremost(best), path);
}

/** The issue to tell of several: an unknown key before others, for a misspelt key is also a missing one. */
function foremost(issues: readonly Issue[]): Issue {
  return issues.find((issue) => issue.code === "unrecognized_keys") ?? issues[0]!;
}

function isWrongType(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.errors === undefined || issue.errors.length === 0) return issue.code === "invalid_type";
  return issue.errors.every((branch) => branch.every(isWrongType));
}

function requirement(issue: Issue): string {
  const known = choices(issue);
  if (known.length > 0) return `one of ${known.join(", ")}`;
  if (issue.errors !== undefined) return alternatives([...new Set(issue.errors.flat().flatMap(expectations))]);
  if (issue.minimum !== undefined) return bound(issue, issue.minimum, ["at least", "above"]);
  if (issue.maximum !== undefined) return bound(issue, issue.maximum, ["at most", "below"]);
  return issue.expected === undefined ? issue.message : typeName(issue.expected);
}

function choices(issue: Issue): readonly unknown[] {
  return issue.values ?? issue.options ?? [];
}

function bound(issue: Issue, limit: number | bigint, [closed, open]: readonly [string, string]): string {
  if (issue.origin === "array") return limit === 1 ? "a list that is not empty" : `a list of ${closed} ${limit} items`;
  if (issue.origin === "string")
    return limit === 1 ? "a text that is not empty" : `a text of ${closed} ${limit} characters`;
  return `${issue.inclusive ? closed : open} ${limit}`;
}

function expectations(issue: Issue): readonly string[] {
  if (issue.errors !== undefined) return issue.errors.flat().flatMap(expectations);
  return issue.expected === undefined ? [] : [typeName(issue.expected)];
}

function alternatives(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "something else") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

const typeNames: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
};

function typeName(expected: string): string {
  return typeNames[expected] ?? expected;
}

function shown(value: unknown): string {
  if (value === null) return "empty";
  if (typeof value === "string") return `"${value}"`;
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  return typeof value === "object" ? "a mapping" : String(value);
}

function dotted(path: Path): string {
  return path
    .map((part, i) => (typeof part === "number" ? `[${part}]` : `${i > 0 ? "." : ""}${String(part)}`))
    .join("");
}

function unknownKeySentence(key: string, known: readonly string[]): string {
  const elsewhere = familiarNames(key, known).length === 0 ? familiarPlace(key) : undefined;
  if (elsewhere !== undefined) return `there is no key "${key}" here: ${elsewhere}`;
  const near = nearest(key, known);
  return near.length > 0
    ? `there is no key "${key}" here; did you mean ${near.join(", ")}?`
    : `there is no key "${key}" here; known: ${known.join(", ")}`;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Keys that a mapping at `path` may have, of the branches that its own constants, such as its kind, leave. */
function knownKeys(schema: z.ZodType, path: Path, input: unknown): readonly string[] {
  const root = z.toJSONSchema(schema, { io: "input" }) as JsonSchema;
  const step = (nodes: readonly JsonSchema[], part: PropertyKey): readonly JsonSchema[] =>
    nodes
      .flatMap((node) => (typeof part === "number" ? (node.items ?? []) : (node.properties?.[String(part)] ?? [])))
      .flatMap(branches);
  const fits = ({ properties = {} }: JsonSchema): boolean =>
    Object.entries(properties).every(
      ([key, member]) => member.const === undefined || member.const === (input as Record<string, unknown>)?.[key],
    );
  const nodes = path.reduce(step, branches(root));
  const fitting = nodes.some(fits) ? nodes.filter(fits) : nodes;
  return [...new Set(fitting.flatMap((node) => Object.keys(node.properties ?? {})))];
}

function branches(node: JsonSchema): readonly JsonSchema[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return inner.length === 0 ? [node] : inner.flatMap(branches);
}
