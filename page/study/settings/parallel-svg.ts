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
  const width = Math.max(480, widthOfAxis * axes + 130);
  const across = axisPlaces(axes, width);
  const path = (index: number): string =>
    `M${across.map((x, axis) => `${short(x)} ${short(heightAt(places[index * axes + axis]!, height))}`).join("L")}`;
  const line = (index: number, color: string, opacity: number): string =>
    element("path", { d: path(index), fill: "none", stroke: color, opacity });
  const inside = [
    ...all.map((index) => line(index, paperColor("rule"), 0.6)),
    ...through.map(({ index, color }) => line(index, color ?? paperColor("soft"), 0.75)),
    ...of.map((axis, at) => axisMarkup(axis, across[at]!, at === 0)),
  ];
  return picture({ width, height, title }, inside.join(""));
}

/** Letters of a mark at most: the first axis has room for them on its left. */
const mostLetters = 19;

function axisMarkup({ title, marks, place, text }: ParallelAxis, x: number, isFirst: boolean): string {
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
    textElement(shortened(text(mark)), {
      ...(isFirst ? { x: x - 6, "text-anchor": "end" } : { x: x + 5 }),
      ...{ y: heightAt(place(mark), height) + 4, fill: ink },
    }),
  );
  return rule + head + words.join("");
}

function shortened(text: string): string {
  return text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text;
}
