/**
 * Flow: a program of the paper's form as its data flow, the shape that the rules of the simplifier rewrite.
 *
 * Every call is a value of its own and refers to its operands directly, so a rule never asks which assignment of a name is
 * meant. Names are only wishes: printing (`flow-program.ts`) gives each value the name it asks for wherever no other value
 * still needs that name. Frozen data; a rewrite makes a new flow that shares what it does not touch.
 */
import { LabError } from "../../core/errors.ts";
import { type Expression, type Helper, type Program, paperInputs, type Statement } from "../ast.ts";

/** What a program computes with. */
export type FlowValue = NumberValue | InputValue | CallValue;

/** A number. */
export interface NumberValue {
  readonly kind: "number";
  readonly value: number;
}

/** A parameter of the program. */
export interface InputValue {
  readonly kind: "input";
  readonly name: string;
  readonly role: "weights" | "gradient" | "state" | "rate" | "step";
}

/** A function of other values. `name`: the name it asks for; null where it stood inside a larger expression. */
export interface CallValue {
  readonly kind: "call";
  /** Name in the table of functions, operators under their symbol; also comparisons, `if`, `True`, `False`. */
  readonly fn: string;
  readonly args: readonly FlowValue[];
  readonly name: string | null;
}

/** A program. */
export interface Flow {
  /** Parameters of the program that are no states, in order: weights, gradient, then the rate and what follows it. */
  readonly weights: InputValue;
  readonly gradient: InputValue;
  readonly states: readonly FlowState[];
  readonly others: readonly InputValue[];
  /** What is subtracted from the weights. */
  readonly update: FlowValue;
  /** All calls in the order of the text, dead ones included; operands come first. */
  readonly order: readonly CallValue[];
}

/** A state: its value before the step, and after it. */
export interface FlowState {
  readonly before: InputValue;
  readonly after: FlowValue;
}

/** A number as a value. */
export function numberValue(value: number): NumberValue {
  return { kind: "number", value };
}

/** A call as a value. It gets a name only where the text has to show one. */
export function callValue(fn: string, args: readonly FlowValue[], name: string | null = null): CallValue {
  return { kind: "call", fn, args, name };
}

/** The update, then every state's new value. */
export function outputsOf(flow: Flow): FlowValue[] {
  return [flow.update, ...flow.states.map((state) => state.after)];
}

/** Calls up to which a program is simplified, helpers spelled out. */
const maxCalls = 600;

/**
 * Reads a valid program. Errors: `not-simplifiable` for the library's dialect, whose hyperparameters have no value yet;
 * `too-large` for more than 600 calls, helpers spelled out.
 */
export function flowOf(program: Program): Flow {
  if (program.dialect !== "paper") {
    throw new LabError(
      "not-simplifiable",
      'The simplifier rewrites programs that begin with "def train(w, g, …, lr):"; this one is a list of statements. "program explain" takes both.',
    );
  }
  const inputs = inputsOf(program);
  const reader: Reader = { program, names: new Map(inputs.map((input) => [input.name, input])), order: [] };
  const values = readBody(reader, program.statements);
  const states = inputs.filter((input) => input.role === "state");
  return {
    weights: inputs[0]!,
    gradient: inputs[1]!,
    states: states.map((before, i) => ({ before, after: values[i + 1]! })),
    others: inputs.slice(2 + states.length),
    update: values[0]!,
    order: reader.order,
  };
}

function tooLarge(): LabError {
  return new LabError(
    "too-large",
    `The simplifier takes programs of ${maxCalls} calls at most, helpers spelled out, and this one has more. "program prune" shows what of it is dead.`,
  );
}

function inputsOf(program: Program): InputValue[] {
  const roles = paperInputs(program.parameters)!;
  const input = (name: string, role: InputValue["role"]): InputValue => ({ kind: "input", name, role });
  return [
    input(roles.weights, "weights"),
    input(roles.gradient, "gradient"),
    ...roles.states.map((name) => input(name, "state")),
    input(roles.rate, "rate"),
    ...(roles.step === null ? [] : [input(roles.step, "step")]),
  ];
}

interface Reader {
  readonly program: Program;
  readonly names: Map<string, FlowValue>;
  readonly order: CallValue[];
}

/** Runs assignments; the values that are returned. */
function readBody(reader: Reader, statements: readonly Statement[]): FlowValue[] {
  for (const statement of statements) {
    if (statement.kind === "return") return statement.values.map((value) => read(reader, value, null));
    reader.names.set(statement.target, read(reader, statement.value, statement.target));
  }
  return [];
}

/** The value of a helper's call: its body, with the arguments in the place of its parameters. */
function readHelper(reader: Reader, helper: Helper, args: readonly FlowValue[], name: string | null): FlowValue {
  const names = new Map(helper.parameters.map((parameter, i) => [parameter, args[i]!]));
  const value = readBody({ ...reader, names }, helper.statements)[0]!;
  if (value !== reader.order.at(-1) || value.kind !== "call" || args.includes(value)) return value;
  const named = { ...value, name };
  reader.order[reader.order.length - 1] = named;
  return named;
}

function read(reader: Reader, expression: Expression, name: string | null): FlowValue {
  const call = (fn: string, operands: readonly Expression[]): CallValue => {
    const args = operands.map((operand) => read(reader, operand, null));
    const value = callValue(fn, args, name);
    reader.order.push(value);
    if (reader.order.length > maxCalls) throw tooLarge();
    return value;
  };
  switch (expression.kind) {
    case "number":
      return numberValue(expression.value);
    case "flag":
      return call(expression.value ? "True" : "False", []);
    case "name":
      return reader.names.get(expression.name)!;
    case "call": {
      const helper = reader.program.helpers.find((each) => each.name === expression.name);
      if (helper === undefined) return call(expression.name, expression.args);
      const args = expression.args.map((arg) => read(reader, arg, null));
      return readHelper(reader, helper, args, name);
    }
    case "unary":
      if (expression.operator === "-" && expression.operand.kind === "number") {
        return numberValue(-expression.operand.value);
      }
      return call(expression.operator === "-" ? "negative" : expression.operator, [expression.operand]);
    case "binary":
      return call(expression.operator, [expression.left, expression.right]);
    case "choice":
      return call("if", [expression.condition, expression.whenTrue, expression.whenFalse]);
  }
}
