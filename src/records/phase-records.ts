/**
 * What the phases of a discovery keep, read without trust: which fields a record of each phase has, and of what type.
 */
import { DamagedValue, storedObject } from "./stored.ts";

/** Phases that keep records. */
export type KeptPhase = "basis" | "tuning" | "funnel" | "meta-validation" | "simplification";

type Field = "string" | "number" | "boolean" | "number?" | "string?" | "numbers" | "numbers by name" | Fields;
interface Fields {
  readonly [name: string]: Field;
}

const tuned: Fields = { program: "string", rate: "number", mean: "number" };

const fieldsOf: { readonly [phase in KeptPhase]: Fields } = {
  basis: { basis: "string" },
  tuning: {
    identity: "string",
    role: "string",
    label: "string",
    before: tuned,
    after: tuned,
    variants: "number",
    seeds: "number",
  },
  funnel: {
    stage: "string",
    identity: "string",
    program: "string",
    role: "string",
    label: "string",
    rate: "number",
    scores: "numbers",
    byTask: "numbers by name",
    mean: "number",
    promoted: "boolean",
    family: "string?",
  },
  "meta-validation": {
    search: "string",
    evaluations: "number",
    identity: "string",
    fitness: "number",
    metaFitness: "number",
  },
  simplification: {
    order: "number",
    label: "string",
    rule: "string",
    reason: "string",
    program: "string",
    before: "number?",
    after: "number?",
  },
};

/** The record in a row. Errors: `DamagedValue`. */
export function phaseRecord(phase: KeptPhase, text: string): unknown {
  const record = storedObject(text, `a record of ${phase}`);
  if (!hasFields(record, fieldsOf[phase])) throw new DamagedValue(`a record of ${phase}`);
  return record;
}

function hasFields(record: unknown, fields: Fields): boolean {
  if (typeof record !== "object" || record === null) return false;
  return Object.entries(fields).every(([name, field]) => isField((record as Record<string, unknown>)[name], field));
}

function isField(value: unknown, field: Field): boolean {
  if (typeof field !== "string") return hasFields(value, field);
  if (field === "numbers") return Array.isArray(value) && value.every((item) => typeof item === "number");
  if (field === "numbers by name")
    return (
      typeof value === "object" && value !== null && Object.values(value).every((item) => isField(item, "numbers"))
    );
  return field.endsWith("?") ? value === null || typeof value === field.slice(0, -1) : typeof value === field;
}
