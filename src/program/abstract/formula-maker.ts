/**
 * The maker of formulas: folds numbers in float64 as `bindProgram` does, applies the identities, and shares what is equal.
 */
import { hostFunction } from "../host.ts";
import { type BinaryOp, binaryOps, type UnaryOp, unaryOps } from "../program-ops.ts";
import { type Formula, type FormulaMaker, type FormulaOp, type Width, widths } from "./formula.ts";
import { type IdentityRule, identityRules } from "./identity-rules.ts";

/** A maker without formulas. */
export function createFormulaMaker(): FormulaMaker {
  const store = createStore();
  const make = {
    ...(Object.fromEntries(unaryOps.map((op) => [op, unary(op)])) as Record<UnaryOp, (x: Formula) => Formula>),
    ...(Object.fromEntries(binaryOps.map((op) => [op, binary(op)])) as Record<
      BinaryOp,
      (a: Formula, b: Formula) => Formula
    >),
    scalar: store.constant,
    total: (x: Formula) => (x.width <= widths.scalar ? x : store.shared("total", x, null, widths.scalar)),
    leafTotals: (x: Formula) => (x.width <= widths.leaves ? x : store.shared("leafTotals", x, null, widths.leaves)),
    masked: (x: Formula) => store.shared("masked", x, null, widths.tree),
    input: store.input,
    made: store.made,
    clear: store.clear,
  };

  function unary(op: UnaryOp): (x: Formula) => Formula {
    const rules = rulesOf(op);
    const fold = hostFunction(op);
    return (x) => {
      if (x.op === "constant") return store.constant(fold(x.value));
      return rewritten(rules, x, x) ?? store.shared(op, x, null, x.width);
    };
  }

  function binary(op: BinaryOp): (a: Formula, b: Formula) => Formula {
    const rules = rulesOf(op);
    const fold = hostFunction(op);
    return (a, b) => {
      if (a.op === "constant" && b.op === "constant") return store.constant(fold(a.value, b.value));
      return rewritten(rules, a, b) ?? store.shared(op, a, b, (a.width > b.width ? a : b).width);
    };
  }

  function rewritten(rules: readonly IdentityRule[], a: Formula, b: Formula): Formula | null {
    for (let i = 0; i < rules.length; i++) {
      const simpler = rules[i]!.rewrite(make, a, b);
      if (simpler !== null) return simpler;
    }
    return null;
  }

  return make;
}

function rulesOf(op: UnaryOp | BinaryOp): readonly IdentityRule[] {
  return identityRules.filter((rule) => rule.op === op);
}

/** Formulas by what they are made of. */
interface Store {
  shared(op: FormulaOp, a: Formula, b: Formula | null, width: Width): Formula;
  constant(value: number): Formula;
  input(role: number, width: Width): Formula;
  readonly made: readonly Formula[];
  clear(): void;
}

/** Ops in keys; the numbers mean nothing elsewhere. */
const codes = Object.fromEntries(
  [...unaryOps, ...binaryOps, "total", "leafTotals", "masked"].map((op, i) => [op, i]),
) as {
  readonly [op: string]: number;
};

function createStore(): Store {
  const known = new Map<number, Formula>();
  const constants = new Map<number | "-0", Formula>();
  const inputs: (Formula | undefined)[] = [];
  const made: Formula[] = [];
  const add = ({ op, a, b, width, value, nonNegative }: Omit<Formula, "id">): Formula => {
    const formula = { id: made.length, op, a, b, width, value, nonNegative };
    made.push(formula);
    return formula;
  };
  return {
    shared: (op, a, b, width) => {
      const key = 64 * pair(a.id, b === null ? 0 : b.id + 1) + codes[op]!;
      const found = known.get(key);
      if (found !== undefined) return found;
      const formula = add({ op, a, b, width, value: 0, nonNegative: isNonNegative(op, a, b) });
      known.set(key, formula);
      return formula;
    },
    constant: (value) => {
      const key = Object.is(value, -0) ? "-0" : value;
      const found = constants.get(key);
      if (found !== undefined) return found;
      const nonNegative = value >= 0 && key !== "-0";
      const formula = add({ op: "constant", a: null, b: null, width: widths.host, value, nonNegative });
      constants.set(key, formula);
      return formula;
    },
    input: (role, width) => {
      inputs[role] ??= add({ op: "input", a: null, b: null, width, value: role, nonNegative: false });
      return inputs[role];
    },
    made,
    clear: () => {
      known.clear();
      constants.clear();
      inputs.length = 0;
      made.length = 0;
    },
  };
}

/** One whole number for each pair of whole numbers, small for small ones (Cantor's pairing). */
function pair(a: number, b: number): number {
  return ((a + b) * (a + b + 1)) / 2 + b;
}

/** Whether an op gives no negative number and no -0 on these operands; true only where every implementation says so. */
function isNonNegative(op: FormulaOp, a: Formula, b: Formula | null): boolean {
  if (op === "abs" || op === "square" || op === "exp" || op === "cosh") return true;
  if (op === "sqrt" || op === "pow" || op === "total" || op === "leafTotals") return a.nonNegative;
  const kept = op === "add" || op === "mul" || op === "div" || op === "maximum" || op === "minimum";
  return kept && a.nonNegative && b!.nonNegative;
}
