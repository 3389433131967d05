import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { SliceOrder, TrialOrder } from "../../study/trial-job.ts";
import { hostedKinds } from "./hosted-kinds.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-hosted-kinds-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kinds = hostedKinds({ dataDir: folder, store: "postgresql://lab@here/records" });
const fingerprint = "a".repeat(64);

/** An order of another machine. */
function orderOf(changes: Partial<TrialOrder>, name = "fashion-mnist"): SliceOrder {
  const config = { data: { name, fingerprint } } as TrialOrder["config"];
  return {
    trial: { config, dataDir: "/there/birds", checkpoints: null, ...changes } as TrialOrder,
    until: null,
    from: null,
    processor: null,
  };
}

function trialHere(order: SliceOrder): TrialOrder {
  return (kinds.get("trial")!.here!(order) as SliceOrder).trial;
}

test("a trial's checkpoints are on the server by its address here, unless they lie elsewhere for everybody", () => {
  expect(trialHere(orderOf({})).checkpoints).toBe("postgresql://lab@here/records");
  expect(trialHere(orderOf({ checkpoints: "s3://bucket/prefix" })).checkpoints).toBe("s3://bucket/prefix");
});

test("a trial's data is that of this machine; own images lie in a folder of the same name", () => {
  expect(trialHere(orderOf({})).dataDir).toBe(folder);
  expect(trialHere(orderOf({}, "folder")).dataDir).toBe(folder);
  mkdirSync(join(folder, "birds", "train"), { recursive: true });
  expect(trialHere(orderOf({}, "folder")).dataDir).toBe(join(folder, "birds"));
});

test("what a job is refused for is a need that this machine misses only where it lies in its data", () => {
  const missed = kinds.get("trial")!.missed!;
  expect(missed("data-changed", orderOf({}))).toBe(`data fashion-mnist ${fingerprint}`);
  expect(missed("batch-too-large", orderOf({}))).toBeNull();
});
