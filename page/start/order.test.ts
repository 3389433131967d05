import { expect, it } from "vitest";
import { orderSchema } from "../../src/dashboard/study-order.ts";
import { emptyForm, orderOf } from "./order.ts";

it("a form becomes an order that the server takes, or refuses", () => {
  expect(orderSchema.parse(orderOf(emptyForm))).toEqual({ source: { preset: "quickstart" }, changes: {} });
  const filled = { ...emptyForm, from: "text", text: "name: a", epochs: " 2 ", workers: "1", budget: "5m" } as const;
  expect(orderSchema.parse(orderOf(filled))).toEqual({
    source: { text: "name: a" },
    changes: { epochs: 2, workers: 1, budget: "5m" },
  });
  for (const wrong of [{ epochs: "many" }, { epochs: "0" }, { workers: "9999999" }, { budget: "$(x)" }])
    expect(orderSchema.safeParse(orderOf({ ...emptyForm, ...wrong })).success).toBe(false);
});
