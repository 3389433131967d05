/**
 * The maker of formulas: folds numbers in float64 as `bindProgram` does, applies the identities, and shares what is equal.
 */
import { hostFunction } from "../host.ts";
import { binaryOps, type ProgramBinary, type ProgramUnary, unaryOps } from "../program-ops.ts";
import { type Formula, type FormulaMaker, type FormulaOp, type Width, widths } from "./formula.ts";
import { createFormulaTable, noOperand } from "./formula-table.ts";
import { type IdentityRule, identityRules } from "./identity-rules.ts";

/** A maker without formulas. */
export function createFormulaMaker(): FormulaMaker {
  const store = createStore();
  const results = createFormulaTable();
  const make = {
    ...(Object.fromEntries(unaryOps.map((op) => [op, unary(op)])) as Record<ProgramUnary, (x: Formula) => Formula>),
    ...(Object.fromEntries(binaryOps.map((op) => [op, binary(op)])) as Record<
      ProgramBinary,
      (a: Formula, b: Formula) => Formula
    >),
    scalar: store.constant,
    total: ofOne("total", (x) => (x.width <= widths.scalar ? x : store.computed("total", [x], widths.scalar))),
    leafTotals: ofOne("leafTotals", (x) =>
      x.width <= widths.leaves ? x : store.computed("leafTotals", [x], widths.leaves),
    ),
    masked: ofOne("masked", (x) => store.computed("masked", [x], widths.tree)),
    input: store.input,
    made: store.made,
    clear: () => {
      store.clear();
      results.clear();
    },
  };

  function unary(op: ProgramUnary): (x: Formula) => Formula {
    const rules = rulesOf(op);
    const fold = hostFunction(op);
    return ofOne(op, (x) => {
      if (x.op === "constant") return store.constant(fold(x.value));
      return rewritten(rules, x, x) ?? store.computed(op, [x], x.width);
    });
  }

  function binary(op: ProgramBinary): (a: Formula, b: Formula) => Formula {
    const rules = rulesOf(op);
    const fold = hostFunction(op);
    return ofTwo(op, (a, b) => {
      if (a.op === "constant" && b.op === "constant") return store.constant(fold(a.value, b.value));
      return rewritten(rules, a, b) ?? store.computed(op, [a, b], (a.width > b.width ? a : b).width);
    });
  }

  function rewritten(rules: readonly IdentityRule[], a: Formula, b: Formula): Formula | null {
    for (let i = 0; i < rules.length; i++) {
      const simpler = rules[i]!.rewrite(make, a, b);
      if (simpler !== null) return simpler;
    }
    return null;
  }

  /** The same function, which computes nothing twice. */
  function ofOne(op: FormulaOp, compute: (x: Formula) => Formula): (x: Formula) => Formula {
    const code = codes[op]!;
    return (x) => results.get(code, x.id, noOperand) ?? results.keep(code, { a: x.id, b: noOperand }, compute(x));
  }

  function ofTwo(op: FormulaOp, compute: (a: Formula, b: Formula) => Formula): (a: Formula, b: Formula) => Formula {
    const code = codes[op]!;
    return (a, b) => results.get(code, a.id, b.id) ?? results.keep(code, { a: a.id, b: b.id }, compute(a, b));
  }

  return make;
}

function rulesOf(op: ProgramUnary | ProgramBinary): readonly IdentityRule[] {
  return identityRules.filter((rule) => rule.op === op);
}

/** Ops in keys; the numbers mean nothing elsewhere. */
const codes = Object.fromEntries(
  [...unaryOps, ...binaryOps, "total", "leafTotals", "masked"].map((op, i) => [op, i]),
) as {
  readonly [op: string]: number;
};

/** Formulas by id, with what each constant and input is. */
interface Store {
  /** A new one; the caller sees to it that there is no equal one. */
  computed(op: FormulaOp, operands: readonly [Formula] | readonly [Formula, Formula], width: Width): Formula;
  constant(value: number): Formula;
  input(role: number, width: Width): Formula;
  readonly made: readonly Formula[];
  clear(): void;
}

function createStore(): Store {
  const constants = new Map<number | "-0", Formula>();
  const inputs: (Formula | undefined)[] = [];
  const made: Formula[] = [];
  const add = ({ op, a, b, width, value, nonNegative }: Omit<Formula, "id">): Formula => {
    const formula = { id: made.length, op, a, b, width, value, nonNegative };
    made.push(formula);
    return formula;
  };
  return {
    computed: (op, [a, b = null], width) => add({ op, a, b, width, value: 0, nonNegative: isNonNegative(op, a, b) }),
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
      constants.clear();
      inputs.length = 0;
      made.length = 0;
    },
  };
}

/** Whether an op gives no negative number and no -0 on these operands; true only where every implementation says so. */
function isNonNegative(op: FormulaOp, a: Formula, b: Formula | null): boolean {
  if (op === "abs" || op === "square" || op === "exp" || op === "cosh") return true;
  if (op === "sqrt" || op === "pow" || op === "total" || op === "leafTotals") return a.nonNegative;
  const kept = op === "add" || op === "mul" || op === "div" || op === "maximum" || op === "minimum";
  return kept && a.nonNegative && b!.nonNegative;
}
