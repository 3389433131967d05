/** Reads the text form of graphs; see `text.ts` for what it looks like. */
import { LabError } from "../core/errors.ts";
import type { DType, Shape, Tensor } from "../core/tensor.ts";
import { zeros } from "../core/tensor.ts";
import type { Attrs, AttrValue, Graph, Value } from "./graph.ts";

/**
 * A graph from its text. It checks the grammar only; `verifyGraph` checks the meaning.
 * Errors: `graph-syntax`, with the line.
 */
export function parseGraph(text: string): Graph {
  const nodes: Value[] = [];
  const outputs: Record<string, Value> = {};
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const read = createReader(line, i + 1);
    if (read.accept("output")) {
      const name = read.string();
      read.expect("=");
      outputs[name] = operand(nodes, read);
    } else {
      nodes.push(node(nodes, read));
    }
    read.end();
  }
  const inputs = nodes.filter(({ op }) => op === "input").map((value) => [value.attrs.name as string, value] as const);
  return Object.freeze({ nodes, inputs: Object.fromEntries(inputs), outputs });
}

function node(nodes: readonly Value[], read: Reader): Value {
  const id = read.reference();
  read.expect("=");
  const op = read.word();
  const inputs: Value[] = [];
  if (read.accept("(")) while (!read.accept(")")) inputs.push(operand(nodes, read));
  const attrs = read.accept("{") ? attributes(read) : {};
  read.expect(":");
  return Object.freeze({ id, op, inputs, attrs, dtype: read.dtype(), shape: read.numbers() });
}

function operand(nodes: readonly Value[], read: Reader): Value {
  const id = read.reference();
  return nodes[id] ?? read.fail(`an earlier node, but %${id} is not defined above`);
}

function attributes(read: Reader): Attrs {
  const attrs: Record<string, AttrValue> = {};
  do {
    const name = read.word();
    read.expect(":");
    attrs[name] = attribute(read);
  } while (read.accept(","));
  read.expect("}");
  return attrs;
}

function attribute(read: Reader): AttrValue {
  const next = read.peek();
  if (next.startsWith('"')) return read.string();
  if (next === "[") return read.numbers();
  if (read.accept("true")) return true;
  if (read.accept("false")) return false;
  return isDType(next) ? tensor(read) : read.number();
}

function tensor(read: Reader): Tensor {
  const found = zeros(read.dtype(), read.numbers());
  read.expect("(");
  for (let i = 0; i < found.data.length; i++) found.data[i] = read.number();
  read.expect(")");
  return found;
}

interface Reader {
  peek(): string;
  accept(token: string): boolean;
  expect(token: string): void;
  word(): string;
  string(): string;
  number(): number;
  numbers(): Shape;
  reference(): number;
  dtype(): DType;
  end(): void;
  fail(wanted: string): never;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|%\d+|-?Infinity|[A-Za-z]\w*|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|\S/g;

function createReader(line: string, lineNumber: number): Reader {
  const tokens = line.match(TOKEN) ?? [];
  let at = 0;
  const read: Reader = {
    peek: () => tokens[at] ?? "",
    accept(token) {
      if (tokens[at] !== token) return false;
      at++;
      return true;
    },
    expect(token) {
      if (!read.accept(token)) read.fail(`"${token}"`);
    },
    word: () => (/^[A-Za-z]\w*$/.test(read.peek()) ? tokens[at++]! : read.fail("a name")),
    string: () => (read.peek().startsWith('"') ? (JSON.parse(tokens[at++]!) as string) : read.fail("a quoted name")),
    number: () => {
      const value = Number(read.peek() || "none");
      if (Number.isNaN(value) && read.peek() !== "NaN") read.fail("a number");
      at++;
      return value;
    },
    numbers() {
      const found: number[] = [];
      read.expect("[");
      while (!read.accept("]")) {
        found.push(read.number());
        read.accept(",");
      }
      return found;
    },
    reference: () => (/^%\d+$/.test(read.peek()) ? Number(tokens[at++]!.slice(1)) : read.fail("a node such as %0")),
    dtype: () => (isDType(read.peek()) ? (tokens[at++] as DType) : read.fail("float, int, bool or byte")),
    end() {
      if (at < tokens.length) read.fail("the end of the line");
    },
    fail(wanted) {
      const found = read.peek() === "" ? "the line ends" : `there is ${read.peek()}`;
      throw new LabError(
        "graph-syntax",
        `Line ${lineNumber} of a graph needs ${wanted}, but ${found}: ${line.slice(0, 120)}`,
      );
    },
  };
  return read;
}

function isDType(text: string): boolean {
  return text === "float" || text === "int" || text === "bool" || text === "byte";
}
