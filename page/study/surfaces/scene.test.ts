import { describe, expect, it } from "vitest";
import type { SurfacesData } from "../../../src/report/surfaces-data.ts";
import { firstCamera, turned } from "./camera.ts";
import { layoutOf, tracesOf } from "./scene.ts";
import { surfaceRows } from "./surface-rows.ts";

const measured = {
  rates: [0.001, 0.01],
  epochs: [1, 2],
  z: [
    [0.5, null],
    [0.6, 0.7],
  ],
};
const twice = <T>(row: readonly T[]): T[] => row.flatMap((one) => [one, one]);
const stepped = { rates: [1e-4, 3e-3, 3e-3, 0.02], epochs: [0.5, 1.5, 1.5, 2.5], z: twice(measured.z.map(twice)) };
const surface = {
  label: "lion",
  measured,
  stepped,
  smooth: measured,
  lonely: [{ rate: 0.01, epochs: [2], heights: [0.7] }],
  rateRange: [1e-4, 0.02] as const,
  rateTicks: { values: [0.001, 0.01], texts: ["0.001", "0.01"] },
  diverged: [{ rate: 0.01, epoch: 0 }],
};
const data: SurfacesData = {
  surfaces: [surface],
  zRange: [0.4, 0.8],
  epochRange: [1, 2],
  colors: [
    [0, "#000"],
    [1, "#fff"],
  ],
  divergedColor: "red",
};

describe("the scene of a surface", () => {
  it("says at each point what was measured there, of steps that of their cell", () => {
    const [faces, line, marks] = tracesOf(surface, data, "smooth") as Record<string, unknown>[];
    expect(faces!.text).toEqual([
      ["rate 0.001<br>epoch 1<br>50.00 %", ""],
      ["rate 0.001<br>epoch 2<br>60.00 %", "rate 0.01<br>epoch 2<br>70.00 %"],
    ]);
    expect([line!.x, line!.z, marks!.y, marks!.z]).toEqual([[0.01], [0.7], [1], [0.4]]);
    const [cells, only] = tracesOf(surface, data, "stepped") as Record<string, unknown>[];
    expect((cells!.text as string[][])[1]![1]).toBe("rate 0.001<br>epoch 1<br>50.00 %");
    expect(only!.mode).toBe("markers");
  });

  it("has the axes of all surfaces and the camera that it is given", () => {
    const camera = firstCamera(400, 350);
    const { scene } = layoutOf(surface, data, { camera, colors: { soft: "a", grid: "b", ink: "c", paper: "d" } }) as {
      scene: Record<string, { range?: number[] }>;
    };
    expect([scene.camera, scene.zaxis!.range, scene.yaxis!.range]).toEqual([camera, [0.4, 0.8], [0.5, 2.5]]);
  });
});

describe("the camera", () => {
  const first = firstCamera(400, 350);
  const length = ({ eye: { x, y, z } }: typeof first): number => Math.hypot(x, y, z);

  it("turns around the middle, and back", () => {
    const there = turned(first, "left");
    expect(length(there)).toBeCloseTo(length(first));
    expect(turned(there, "right").eye.x).toBeCloseTo(first.eye.x);
    expect(turned(turned(first, "up"), "down").eye.z).toBeCloseTo(first.eye.z);
  });

  it("stays above the floor and below the top", () => {
    const many = (turn: "up" | "down") =>
      Array.from({ length: 30 }).reduce<typeof first>((camera) => turned(camera, turn), first);
    expect(many("down").eye.z).toBeCloseTo(0);
    expect(many("up").eye.z).toBeLessThan(length(first));
  });
});

it("gives the measured points as rows of a file, holes left out", () => {
  expect(surfaceRows([{ label: "lion", grid: measured }])).toEqual([
    ["optimizer", "lr", "epoch", "validation_accuracy"],
    ["lion", 0.001, 1, 0.5],
    ["lion", 0.001, 2, 0.6],
    ["lion", 0.01, 2, 0.7],
  ]);
});
