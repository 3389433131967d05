import { expect, it } from "vitest";
import { listQuery, listStateOf } from "./list-state.ts";

it("the list's filter and order come back from its address, and what is none is the usual", () => {
  for (const filter of ["", "lion cpu", "a&b=c #x %", "ä"])
    for (const order of ["state", "best", "name"] as const)
      expect(listStateOf(listQuery({ filter, order }))).toEqual({ filter, order });
  expect(listQuery({ filter: "", order: "state" })).toBe("");
  for (const query of ["sort=nothing", "sort=__proto__", "%", "q"]) expect(listStateOf(query).order).toBe("state");
});
