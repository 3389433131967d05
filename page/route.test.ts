import { describe, expect, it } from "vitest";
import { addressOf, routeOf, studyAddress } from "./route.ts";

describe("an address", () => {
  it("names a view, what it shows and its state", () => {
    expect(routeOf("#/run/ab%2Fc?by=epoch&q=a%3Fb")).toEqual({ view: "run", id: "ab/c", query: "by=epoch&q=a%3Fb" });
    expect(routeOf("#/lion-k?beta=0.9")).toEqual({ view: "lion-k", id: null, query: "beta=0.9" });
  });

  it.each(["", "#", "#/", "#nothing", "#/a/b/c"])("is that of the runs where it says %j", (hash) => {
    expect(routeOf(hash)).toEqual({ view: "runs", id: null, query: "" });
  });

  it("leads back to what it was made of, and never breaks", () => {
    for (const id of ["a b", "a/b", "%", "ä?#"]) expect(routeOf(studyAddress(id)).id).toBe(id);
    expect(addressOf({ view: "runs" })).toBe("#/");
    expect(addressOf({ view: "runs", query: "q=lion" })).toBe("#/?q=lion");
    expect(routeOf("#/?q=lion")).toEqual({ view: "runs", id: null, query: "q=lion" });
    expect(routeOf("#/run/%E0%A4%A")).toEqual({ view: "run", id: "%E0%A4%A", query: "" });
  });
});
