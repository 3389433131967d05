/** What somebody fills in to start a run, as the order that the server takes. */

/** The form as it is filled in. */
export interface OrderForm {
  readonly from: "preset" | "text";
  readonly preset: string;
  readonly text: string;
  /** Numbers as they are typed; empty: as the study says. */
  readonly epochs: string;
  readonly seeds: string;
  readonly limitTrain: string;
  readonly workers: string;
  readonly budget: string;
}

/** A form that is not filled in. */
export const emptyForm: OrderForm = {
  ...{ from: "preset", preset: "quickstart", text: "", epochs: "", seeds: "", limitTrain: "", workers: "", budget: "" },
};

const counts = ["epochs", "seeds", "limitTrain", "workers"] as const;

/** The order; what is no whole number is sent as it is, and refused in a sentence. */
export function orderOf(form: OrderForm): object {
  const numbers = counts.flatMap((name) => {
    const text = form[name].trim();
    return text === "" ? [] : [[name, /^\d+$/.test(text) ? Number(text) : text] as const];
  });
  const budget = form.budget.trim() === "" ? {} : { budget: form.budget.trim() };
  return {
    source: form.from === "preset" ? { preset: form.preset } : { text: form.text },
    changes: { ...Object.fromEntries(numbers), ...budget },
  };
}
