/**
 * The figure of a curve: a line for each optimizer with a band over its seeds, across epochs or steps.
 */
import { largest, smallest } from "../../core/extremes.ts";
import type { ChartBlock } from "../document.ts";
import { type BandPoint, chartSpec, type LineChannels, type SeedPoint, seedPoints } from "./chart.ts";

/** What a figure of curves shows. `domain`: ends of y. */
export interface LineFigure extends LineChannels {
  readonly across: "epoch" | "step" | "λ" | "tries" | "score";
  readonly title: string;
  readonly percent: boolean;
  readonly domain: readonly [number, number];
  /** Heights by powers of ten, over all that there is; a band that reaches down to 0 is cut off below the lowest line. */
  readonly powers?: boolean;
  /** Points that are marked, such as the epochs that runs chose. */
  readonly marked?: readonly SeedPoint[];
}

/** The figure of points. */
export function lineSpec(
  points: readonly BandPoint[],
  { color, strokeDash, across, title, percent, domain, powers = false, marked = [] }: LineFigure,
): ChartBlock["spec"] {
  const x = { field: "x", type: "quantitative", title: across, ...placesOf(points, across, marked.length > 0) };
  const floor = powers ? floorOf(points) : domain[0];
  const top = largest(points.map((point) => point.high));
  const scale = powers
    ? { type: "log", nice: false, domain: [floor, Math.max(top, floor * 1.01)] }
    : { domain, zero: false, nice: false };
  const axis = percent ? { format: ".3~p" } : {};
  const y = { field: "mean", type: "quantitative", title: title.toLowerCase(), scale, axis };
  const band = {
    mark: { type: "area", opacity: 0.14, clip: true, aria: false },
    encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
  };
  const line = {
    mark: { type: "line", strokeWidth: 2, clip: true, aria: false },
    encoding: { x, y, color, strokeDash },
  };
  const dot = {
    mark: { type: "point", filled: true, size: 26, opacity: 0, clip: true },
    encoding: { x, y, color, description: { field: "description" } },
  };
  const own = seedLayer(seedPoints(points), { x, y, color, as: across === "λ" ? "rings" : "lines" });
  const marks = seedLayer(marked, { x, y, color, as: "dots" });
  const values = powers ? points.map((point) => ({ ...point, low: Math.max(point.low, floor) })) : points;
  return chartSpec([band, ...own, line, ...marks, dot], { data: { values } });
}

/** Where an axis by powers begins: at the lowest height that has a power, of lines, seeds and ends of bands within a tenth of the lines. */
function floorOf(points: readonly BandPoint[]): number {
  const lines = points.flatMap(({ mean, seeds = [] }) => [mean, ...seeds]).filter((height) => height > 0);
  const lowest = lines.length === 0 ? 1e-12 : smallest(lines);
  const ends = points.map(({ low }) => low).filter((low) => low >= lowest / 10);
  return Math.min(lowest, ends.length === 0 ? lowest : smallest(ends));
}

const seedMarks = {
  lines: { type: "line", strokeWidth: 1, opacity: 0.5 },
  rings: { type: "point", filled: false, size: 28, strokeWidth: 1, opacity: 0.85 },
  dots: { type: "point", filled: true, size: 48, opacity: 1 },
} as const;

/** Seeds one by one: as thin lines where a seed is the same run all along, else as rings; dots for places that runs chose. */
export function seedLayer(
  values: readonly SeedPoint[],
  {
    x,
    y,
    color,
    as,
  }: { readonly x: object; readonly y: object; readonly color: object; readonly as: keyof typeof seedMarks },
): readonly object[] {
  if (values.length === 0) return [];
  const mark = { ...seedMarks[as], clip: true, aria: false };
  const detail = { field: "seed", type: "nominal" };
  return [{ data: { values }, mark, encoding: { x, y: { ...y, field: "y" }, color, detail } }];
}

/** The axis of epochs or steps, by even steps; that of decays by powers. */
function placesOf(points: readonly BandPoint[], across: LineFigure["across"], marked: boolean): object {
  const places = points.map((point) => point.x);
  const last = largest(places);
  if (across === "λ")
    return { scale: { type: "log", domain: [smallest(places), last], nice: false }, axis: { grid: false } };
  if (across === "score") return { scale: { domain: [0, 1], nice: false }, axis: { grid: false } };
  const first = across === "step" ? 0 : 1;
  // room for half a mark at the last epoch
  const end = marked ? last + 0.014 * (last - first) : last;
  return { scale: { domain: [first, end], nice: false, zero: false }, axis: { tickMinStep: 1, grid: false } };
}

/** What a figure of lines shows, for renderers that draw lines and bands themselves. */
export interface DrawnLines {
  readonly points: readonly BandPoint[];
  /** Title of the axis of places. */
  readonly across: string;
  readonly percent: boolean;
  /** Axes by powers. */
  readonly log: { readonly x: boolean; readonly y: boolean };
  /** Colours by label, `#rrggbb`, in the order of the legend. */
  readonly colors: ReadonlyMap<string, string>;
}

/** What a figure that `lineSpec` made shows, without figures that nobody told; null for other figures, and where nothing is left. */
export function drawnLines(spec: ChartBlock["spec"]): DrawnLines | null {
  const { data, layer } = spec as unknown as Partial<LineSpecification>;
  const points = (data?.values ?? []).filter(({ mean, low, high }) => [mean, low, high].every(Number.isFinite));
  const { x, y, color } = layer?.[0]?.encoding ?? {};
  if (points.length === 0 || x === undefined || y?.field !== "low" || color === undefined) return null;
  const { domain, range } = color.scale;
  return {
    points,
    across: x.title,
    percent: y.axis.format !== undefined,
    log: { x: x.scale.type === "log", y: y.scale.type === "log" },
    colors: new Map(domain.map((label, index) => [label, range[index]!])),
  };
}

/** The parts of a specification of `lineSpec` that its reader goes by. */
interface LineSpecification {
  readonly data: { readonly values: readonly BandPoint[] };
  readonly layer: readonly {
    readonly encoding: {
      readonly x?: { readonly title: string; readonly scale: { readonly type?: string } };
      readonly y?: {
        readonly field: string;
        readonly scale: { readonly type?: string };
        readonly axis: { readonly format?: string };
      };
      readonly color?: { readonly scale: { readonly domain: readonly string[]; readonly range: readonly string[] } };
    };
  }[];
}
