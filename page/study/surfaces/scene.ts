/** A surface as Plotly draws it: its traces, and the scene around them. */
import { formatPercent, formatRate } from "../../../src/report/format.ts";
import type { DrawnSurface, SurfacesData } from "../../../src/report/surfaces-data.ts";
import type { Camera } from "./camera.ts";

/** Smooth between what was measured, or steps that show only that. */
export type SurfaceMode = "smooth" | "stepped";

/** Colours of the page that a scene takes. */
export interface SceneColors {
  readonly soft: string;
  readonly grid: string;
  readonly ink: string;
  readonly paper: string;
}

/** The surface, what is a line of points in it, and where runs diverged. */
export function tracesOf(surface: DrawnSurface, data: SurfacesData, mode: SurfaceMode): readonly object[] {
  return [faces(surface, data, mode), ...(mode === "smooth" ? lines(surface, data) : []), divergences(surface, data)];
}

function faces(surface: DrawnSurface, data: SurfacesData, mode: SurfaceMode): object {
  const grid = surface[mode];
  const { rates, epochs } = mode === "stepped" ? surface.measured : grid;
  const of = (values: readonly number[], at: number): number => values[mode === "stepped" ? at >> 1 : at]!;
  return {
    type: "surface",
    x: grid.rates,
    y: grid.epochs,
    z: grid.z,
    text: grid.z.map((row, i) => row.map((z, j) => pointText(of(rates, j), of(epochs, i), z))),
    hoverinfo: "text",
    connectgaps: false,
    ...scaleOf(data),
    showscale: false,
    lighting: { ambient: 0.82, diffuse: 0.45, specular: 0.06, roughness: 0.9, fresnel: 0 },
    contours: { x: { highlight: false }, y: { highlight: false }, z: { highlight: false } },
  };
}

/** Rates without a measured neighbour have no face. */
function lines(surface: DrawnSurface, data: SurfacesData): readonly object[] {
  return surface.lonely.map(({ rate, epochs, heights }) => ({
    type: "scatter3d",
    mode: "lines+markers",
    hoverinfo: "text",
    showlegend: false,
    x: epochs.map(() => rate),
    y: epochs,
    z: heights,
    text: heights.map((z, i) => pointText(rate, epochs[i]!, z)),
    line: { ...scaleOf(data), color: heights, width: 6 },
    marker: { ...scaleOf(data), symbol: "circle", size: 3, color: heights },
  }));
}

function divergences({ diverged }: DrawnSurface, data: SurfacesData): object {
  return {
    type: "scatter3d",
    mode: "markers",
    hoverinfo: "text",
    showlegend: false,
    x: diverged.map(({ rate }) => rate),
    y: diverged.map(({ epoch }) => Math.max(data.epochRange[0], epoch)),
    z: diverged.map(() => data.zRange[0]),
    text: diverged.map(({ rate, epoch }) => `rate ${formatRate(rate)}<br>diverged after epoch ${epoch}`),
    marker: { symbol: "circle", size: 3.5, color: data.divergedColor },
  };
}

function scaleOf({ colors, zRange }: SurfacesData): object {
  return { colorscale: colors, cmin: zRange[0], cmax: zRange[1] };
}

function pointText(rate: number, epoch: number, z: number | null): string {
  return z === null ? "" : `rate ${formatRate(rate)}<br>epoch ${Number(epoch.toFixed(1))}<br>${formatPercent(z)}`;
}

/** The scene: axes that all surfaces share, seen by a camera. */
export function layoutOf(
  { rateRange, rateTicks }: DrawnSurface,
  { epochRange, zRange }: SurfacesData,
  { camera, colors }: { readonly camera: Camera; readonly colors: SceneColors },
): object {
  const { soft, grid, ink, paper } = colors;
  const axis = { color: soft, gridcolor: grid, zerolinecolor: grid, showspikes: false, tickfont: { size: 10 } };
  const titled = (text: string): object => ({ text, font: { size: 11 } });
  const [low, high] = rateRange.map(Math.log10) as [number, number];
  const ticks = { tickvals: rateTicks.values, ticktext: rateTicks.texts };
  return {
    margin: { l: 0, r: 0, t: 0, b: 0 },
    paper_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    font: { family: "system-ui, sans-serif", color: soft },
    hoverlabel: { bgcolor: ink, font: { color: paper, size: 12 } },
    scene: {
      camera,
      aspectmode: "manual",
      aspectratio: { x: 1.3, y: 1.15, z: 0.85 },
      dragmode: "turntable",
      xaxis: { ...axis, type: "log", range: [low - 0.01, high + 0.01], ...ticks, title: titled("learning rate") },
      yaxis: { ...axis, range: [epochRange[0] - 0.5, epochRange[1] + 0.5], nticks: 6, title: titled("epoch") },
      zaxis: { ...axis, range: zRange, tickformat: ".0%", nticks: 6, title: titled("") },
    },
  };
}
