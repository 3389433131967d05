/** Parallel coordinates as an SVG picture. */
import { element, paperColor, picture, short, textElement } from "../../parts/plot/svg-markup.ts";
import { axisPlaces, type ColoredLine, heightAt, parallelMargin } from "./draw-parallel.ts";
import type { ParallelAxis } from "./parallel-axes.ts";
import type { ParallelPlaces } from "./parallel-lines.ts";

/** What the picture shows: pale lines of `all`, and above them those that are let through. */
export interface ParallelPicture extends ParallelPlaces {
  readonly title: string;
  readonly of: readonly ParallelAxis[];
  readonly all: readonly number[];
  readonly through: readonly ColoredLine[];
}

const height = 420;
const widthOfAxis = 120;

/** The picture as SVG text. */
export function parallelSvg({ title, of, axes, places, all, through }: ParallelPicture): string {
  const width = Math.max(480, widthOfAxis * axes + 60);
  const across = axisPlaces(axes, width);
  const path = (index: number): string =>
    `M${across.map((x, axis) => `${short(x)} ${short(heightAt(places[index * axes + axis]!, height))}`).join("L")}`;
  const line = (index: number, color: string, opacity: number): string =>
    element("path", { d: path(index), fill: "none", stroke: color, opacity });
  const inside = [
    ...all.map((index) => line(index, paperColor("rule"), 0.6)),
    ...through.map(({ index, color }) => line(index, color ?? paperColor("soft"), 0.75)),
    ...of.map((axis, at) => axisMarkup(axis, across[at]!)),
  ];
  return picture({ width, height, title }, inside.join(""));
}

function axisMarkup({ title, marks, place, text }: ParallelAxis, x: number): string {
  const [soft, ink] = [paperColor("soft"), paperColor("ink")];
  const rule = element("line", {
    x1: x,
    x2: x,
    y1: parallelMargin.top,
    y2: height - parallelMargin.bottom,
    stroke: soft,
  });
  const head = textElement(title, { x, y: 18, "text-anchor": "middle", "font-weight": 600, fill: ink });
  const words = marks.map((mark) =>
    textElement(text(mark), { x: x + 5, y: heightAt(place(mark), height) + 4, fill: ink }),
  );
  return rule + head + words.join("");
}
