import { expect, test } from "vitest";
import { dataNeedLine, readDataNeed } from "./data-need.ts";

const fingerprint = "0123456789abcdef".repeat(4);

test("a data set is needed by name and checksum, wherever who ordered it has it", () => {
  const line = dataNeedLine({ name: "cifar-10", fingerprint }, "/home/ada/data");
  expect(line).toBe(`data cifar-10 ${fingerprint}`);
  expect(readDataNeed(line)).toEqual({ name: "cifar-10", fingerprint, folder: null });
});

test("own images are needed by the name of their folder too", () => {
  const line = dataNeedLine({ name: "folder", fingerprint }, "/home/ada/my birds/");
  expect(line).toBe(`data folder ${fingerprint} my birds`);
  expect(readDataNeed(line)).toEqual({ name: "folder", fingerprint, folder: "my birds" });
  expect(readDataNeed(dataNeedLine({ name: "folder", fingerprint }, null))?.folder).toBeNull();
});

test("other lines are no data", () => {
  expect([`task mlp ${fingerprint}`, "data", "data cifar-10 0123", ""].map(readDataNeed)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
