import { describe, expect, it } from "vitest";
import { routeOf, studyAddress } from "./route.ts";

describe("addresses", () => {
  it.each(["", "#", "#/", "#/nonsense", "#/run/", "#/run/a/b"])("%j is the list", (hash) => {
    expect(routeOf(hash)).toEqual({ view: "runs" });
  });

  it.each(["0f3a", "a b/ü#?%"])("of the study %j leads back to it", (id) => {
    expect(routeOf(studyAddress(id))).toEqual({ view: "study", id });
  });

  it("that is no whole text is taken as it stands", () => {
    expect(routeOf("#/run/%zz")).toEqual({ view: "study", id: "%zz" });
  });
});
