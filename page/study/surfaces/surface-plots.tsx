/** Surfaces side by side, seen by one camera. */
import { useSignal } from "@preact/signals";
import type plotly from "plotly.js-gl3d-dist-min";
import { useEffect, useRef } from "preact/hooks";
import type { SurfacesData } from "../../../src/report/surfaces-data.ts";
import { paperColor } from "../../parts/plot/svg-markup.ts";
import { type Camera, firstCamera, type Turn, turned } from "./camera.ts";
import { layoutOf, type SceneColors, type SurfaceMode, tracesOf } from "./scene.ts";

/** The library that draws them. */
export type Plotly = typeof plotly;

/** What is drawn; `camera` is kept outside, so that a picture is seen from the same place. */
interface SurfacePlotsProps {
  readonly library: Plotly;
  readonly data: SurfacesData;
  readonly mode: SurfaceMode;
  readonly camera: { value: Camera | null };
}

/** The surfaces, with buttons that turn all of them. */
export function SurfacePlots({ library, data, mode, camera }: SurfacePlotsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const fault = useSignal(false);
  useEffect(() => {
    const plots = [...frame.current!.querySelectorAll<HTMLElement>(".surface-plot")];
    camera.value ??= firstCamera(plots[0]!.clientWidth, plots[0]!.clientHeight);
    const now = new Drawn({ library, data, mode, camera, onFault: () => (fault.value = true) }, plots);
    drawn.current = now;
    return () => now.end();
  }, [library, data, mode]);
  const turn = (how: Turn): void => drawn.current?.look(turned(camera.value!, how));
  const reset = (): void => {
    const plot = frame.current!.querySelector<HTMLElement>(".surface-plot")!;
    drawn.current?.look(firstCamera(plot.clientWidth, plot.clientHeight));
  };
  return (
    <>
      <fieldset class="turns" aria-label="Turn the surfaces">
        <button type="button" onClick={() => turn("left")} aria-label="Turn left">
          ←
        </button>
        <button type="button" onClick={() => turn("right")} aria-label="Turn right">
          →
        </button>
        <button type="button" onClick={() => turn("up")} aria-label="Look from higher up">
          ↑
        </button>
        <button type="button" onClick={() => turn("down")} aria-label="Look from lower down">
          ↓
        </button>
        <button type="button" onClick={reset}>
          Reset view
        </button>
      </fieldset>
      {fault.value && <p role="alert">This browser could not draw the surfaces; the table below has what they show.</p>}
      <div ref={frame} class="surfaces">
        {data.surfaces.map(({ label }, at) => (
          <figure key={label} class="surface">
            <figcaption>{label}</figcaption>
            <div
              class="surface-plot"
              data-at={at}
              role="img"
              aria-label={`Surface of ${label}; the table has its points.`}
            />
          </figure>
        ))}
      </div>
    </>
  );
}

/** Colours of the page as it is shown. */
function pageColors(): SceneColors {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return { soft: color("soft"), grid: color("grid"), ink: color("ink"), paper: color("paper") };
}

/** Colours of paper, for files. */
export const paperColors: SceneColors = {
  soft: paperColor("soft"),
  grid: paperColor("grid"),
  ink: paperColor("ink"),
  paper: paperColor("paper"),
};

/** Plots that are drawn while they can be seen: a browser keeps about a dozen such pictures. */
class Drawn {
  readonly #props: SurfacePlotsProps & { readonly onFault: () => void };
  readonly #shown = new Set<HTMLElement>();
  readonly #watcher: IntersectionObserver;
  readonly #fitter: ResizeObserver;
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  #following = false;

  constructor(props: SurfacePlotsProps & { readonly onFault: () => void }, plots: readonly HTMLElement[]) {
    this.#props = props;
    this.#watcher = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) this.#seen(entry);
      },
      {
        rootMargin: "200px",
      },
    );
    this.#fitter = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) {
        const isSeen = this.#shown.has(target as HTMLElement) && contentRect.width > 0; // nothing is fitted on its way out
        if (isSeen) props.library.Plots.resize(target as HTMLElement);
      }
    });
    this.#dark.addEventListener("change", this.#redraw);
    for (const plot of plots) {
      this.#watcher.observe(plot);
      this.#fitter.observe(plot);
    }
  }

  /** Moves the camera of all. */
  look(camera: Camera): void {
    this.#props.camera.value = camera;
    void this.#follow(null, camera);
  }

  end(): void {
    this.#watcher.disconnect();
    this.#fitter.disconnect();
    this.#dark.removeEventListener("change", this.#redraw);
    for (const plot of this.#shown) this.#props.library.purge(plot);
    this.#shown.clear();
  }

  #seen({ isIntersecting, target }: IntersectionObserverEntry): void {
    const plot = target as HTMLElement;
    if (isIntersecting && !this.#shown.has(plot)) {
      this.#shown.add(plot);
      this.#draw(plot).catch(this.#props.onFault);
    } else if (!isIntersecting && this.#shown.delete(plot)) this.#props.library.purge(plot);
  }

  readonly #redraw = (): void => {
    for (const plot of this.#shown) this.#draw(plot).catch(this.#props.onFault);
  };

  async #draw(plot: HTMLElement): Promise<void> {
    const { library, data, mode, camera } = this.#props;
    const surface = data.surfaces[Number(plot.dataset.at)]!;
    const layout = layoutOf(surface, data, { camera: camera.value!, colors: pageColors() });
    const made = await library.react(plot, tracesOf(surface, data, mode), layout, { displayModeBar: false });
    made.removeAllListeners("plotly_relayout");
    made.on("plotly_relayout", (change) => {
      const moved = change["scene.camera"] as Camera | undefined;
      if (moved !== undefined) void this.#follow(plot, moved);
    });
  }

  async #follow(source: HTMLElement | null, camera: Camera): Promise<void> {
    if (this.#following) return;
    this.#following = true;
    this.#props.camera.value = camera;
    const others = [...this.#shown].filter((plot) => plot !== source);
    await Promise.all(others.map((plot) => this.#props.library.relayout(plot, { "scene.camera": camera })));
    this.#following = false;
  }
}
