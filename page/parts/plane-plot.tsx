/**
 * A figure of the plane: a function's lines of equal height, a set, ways, vectors and marks, with points that the reader moves by pointer or
 * keyboard. What rests is drawn apart from what moves, so that a drag draws ways alone.
 */
import { useId, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { type PlanePoint, type Rectangle, sampleHeights } from "../../src/lionk/figures/contour-lines.ts";
import "../styles/plane.css";
import { Downloads, type DownloadsProps } from "./downloads.tsx";
import { drawBackground, drawPaths, drawSigns } from "./plane/draw.ts";
import { Handle } from "./plane/handle.tsx";
import type { PlaneHandle, PlaneScene } from "./plane/scene.ts";
import { canvasSurface, svgSurface } from "./plane/surface.ts";
import { drawTint } from "./plane/tint.ts";
import { useBackgroundDrag } from "./plane/use-background-drag.ts";
import { clearedCanvas, pageColor, paperColorOf, useScheme, useSize } from "./plane/use-screen.ts";
import { moved, placing, type ScreenSize, squared, zoomed } from "./plane/view.ts";

/** Pixels of a cell in which the function is taken to be flat. */
const cellSize = 7;

/** What the figure shows. */
export interface PlanePlotProps {
  /** What it is, for who cannot see it; the places of handles are told by themselves. */
  readonly label: string;
  readonly scene: PlaneScene;
  readonly handles: readonly PlaneHandle[];
  /** What is seen at least; the figure's own proportions decide the rest. */
  readonly view: Rectangle;
  readonly onView: (view: Rectangle) => void;
  /** Shows all again. */
  readonly onFit: () => void;
  /** A click on the plane; none where nothing is to be placed. */
  readonly onPlace?: (at: PlanePoint) => void;
  /** Names the figure's files and gives their numbers; absent: it is not downloaded. */
  readonly download?: Omit<DownloadsProps, "picture">;
}

/** The figure. */
export function PlanePlot({ label, scene, handles, view: wanted, onView, onFit, onPlace, download }: PlanePlotProps) {
  const [frame, back, front] = [
    useRef<HTMLDivElement>(null),
    useRef<HTMLCanvasElement>(null),
    useRef<HTMLCanvasElement>(null),
  ];
  const size = useSize(frame);
  const scheme = useScheme();
  const hintId = useId();
  const view = useMemo(() => (size === null ? null : squared(wanted, size)), [wanted, size]);
  const { field, region = null, paths, arrows = [], marks = [] } = scene;
  const grid = useMemo(() => {
    if (field === null || view === null || size === null) return null;
    const cells = { columns: Math.ceil(size.width / cellSize), rows: Math.ceil(size.height / cellSize) };
    return sampleHeights(field, view, cells);
  }, [field, view, size]);
  useLayoutEffect(() => {
    if (view === null || size === null) return;
    const context = clearedCanvas(back.current!, size);
    const colorOf = pageColor();
    if (grid !== null) drawTint(context, grid, { size, color: colorOf("--accent") });
    drawBackground({ surface: canvasSurface(context), view, size, colorOf }, { grid, region });
  }, [grid, region, view, size, scheme]);
  useLayoutEffect(() => {
    if (view === null || size === null) return;
    const drawing = {
      surface: canvasSurface(clearedCanvas(front.current!, size)),
      view,
      size,
      colorOf: pageColor(),
    };
    drawPaths(drawing, paths);
    drawSigns(drawing, { marks, arrows });
  }, [paths, marks, arrows, view, size, scheme]);
  const picture = (): string | null => {
    if (view === null || size === null) return null;
    const surface = svgSurface();
    const drawing = { surface, view, size, colorOf: paperColorOf };
    drawBackground(drawing, { grid, region });
    drawPaths(drawing, paths);
    drawSigns(drawing, { marks, arrows });
    return surface.svg({ ...size, title: label });
  };
  const background = useBackgroundDrag({ view, size, onView, onPlace });
  return (
    <figure class="plane" aria-label={label}>
      <div class="plane-frame" ref={frame}>
        <canvas ref={back} />
        <canvas ref={front} />
        {view !== null && size !== null && (
          <svg
            class={onPlace === undefined ? "plane-over" : "plane-over placing"}
            viewBox={`0 0 ${size.width} ${size.height}`}
            role="application"
            aria-label="Points of the plane that can be moved"
            {...background}
            onKeyDown={(event) => zoomByKey(event, { view, onView, onFit })}
          >
            {handles.map((handle) => (
              <Handle key={handle.key} handle={handle} place={placing(view, size)} hintId={hintId} />
            ))}
          </svg>
        )}
      </div>
      <p class="visually-hidden" id={hintId}>
        Arrow keys move the point, with Shift by larger steps; plus, minus and 0 zoom.
      </p>
      {view !== null && size !== null && (
        <div class="plane-below">
          <ViewButtons {...{ view, size, onView, onFit }} />
          {download !== undefined && <Downloads {...download} picture={picture} />}
        </div>
      )}
    </figure>
  );
}

interface Viewing {
  readonly view: Rectangle;
  readonly onView: (view: Rectangle) => void;
  readonly onFit: () => void;
}

const zoomStep = 1.35;

function zoomByKey(event: KeyboardEvent, { view, onView, onFit }: Viewing): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "+" || event.key === "=") onView(zoomed(view, 1 / zoomStep));
  else if (event.key === "-") onView(zoomed(view, zoomStep));
  else if (event.key === "0") onFit();
  else return;
  event.preventDefault();
}

function ViewButtons({ view, size, onView, onFit }: Viewing & { readonly size: ScreenSize }) {
  const quarter = size.width / placing(view, size).unit / 4;
  const pan = (x: number, y: number) => () => onView(moved(view, [x * quarter, y * quarter]));
  const buttons = [
    ["Zoom in", "+", () => onView(zoomed(view, 1 / zoomStep))],
    ["Zoom out", "−", () => onView(zoomed(view, zoomStep))],
    ["Move the view left", "←", pan(-1, 0)],
    ["Move the view right", "→", pan(1, 0)],
    ["Move the view up", "↑", pan(0, 1)],
    ["Move the view down", "↓", pan(0, -1)],
  ] as const;
  return (
    <fieldset class="plane-tools" aria-label="What is seen of the plane">
      {buttons.map(([label, sign, act]) => (
        <button key={label} type="button" aria-label={label} title={label} onClick={act}>
          {sign}
        </button>
      ))}
      <button type="button" onClick={onFit}>
        Show all
      </button>
    </fieldset>
  );
}
