import { expect, test } from "vitest";
import { networkGraph } from "../../test/samples/network-graph.ts";
import { proxies } from "../tasks/proxies/index.ts";
import { models } from "./index.ts";
import { changesSince, convolutionPoints, poolTies, revisionMember, revisionOf } from "./revision.ts";

test("a revision is 1 and one more for each change; the first is absent from configs", () => {
  const [first, second] = [{ before: "a" }, { before: "b" }];
  expect([revisionOf({}), revisionOf({ changes: [first, second] })]).toEqual([1, 3]);
  expect([revisionMember({ changes: [] }), revisionMember({ changes: [first] })]).toEqual([{}, { revision: 2 }]);
  expect(changesSince({ changes: [first, second] })).toEqual([first, second]);
  expect(changesSince({ changes: [first, second] }, 2)).toEqual([second]);
  expect(changesSince({ changes: [first, second] }, 3)).toEqual([]);
});

test("networks with a max-pool have another revision since ties go to one element; others have not", () => {
  const pooled = models.filter(({ layers }) => layers.some(({ layer }) => /max-pool|pool 2/.test(layer)));
  expect(pooled.map(({ name }) => name)).toContain("fashion-cnn");
  expect(models.filter(({ changes = [] }) => changes.includes(poolTies))).toEqual(pooled);
  for (const model of pooled) expect((model.fit?.([3, 64, 64], 7) ?? model).changes, model.name).toContain(poolTies);
  expect(proxies.filter(({ changes = [] }) => changes.includes(poolTies)).map(({ name }) => name)).toEqual(
    proxies.map(({ name }) => name).filter((name) => name.startsWith("cnn")),
  );
});

test("networks with fast 3×3 convolutions have another revision since they round less; others have not", () => {
  for (const library of models) {
    const model = library.fit?.([3, 32, 32], 10) ?? library;
    const isFast = networkGraph(model, { batch: 2, training: false }).nodes.some(({ op }) => op === "convolve3");
    expect(model.changes?.includes(convolutionPoints) ?? false, model.name).toBe(isFast);
  }
});
