/** Validation accuracy over learning rate and epoch, a surface for each optimizer. Nothing of it is loaded before it is opened. */
import "../../styles/settings.css";
import "../../styles/surfaces.css";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { SurfacesDocument } from "../../../src/report/surfaces-document.ts";
import type { Picture } from "../../parts/downloads/picture-files.ts";
import { Downloads } from "../../parts/downloads.tsx";
import { Modes } from "../../parts/modes.tsx";
import { useDocument } from "../documents.ts";
import type { Camera } from "./camera.ts";
import { FlatFigure } from "./flat-figure.tsx";
import { surfacePicture } from "./surface-picture.ts";
import { type Plotly, SurfacePlots } from "./surface-plots.tsx";
import { surfaceRows } from "./surface-rows.ts";
import { SurfaceTable } from "./surface-table.tsx";

/** What the panel is of. `ended`: another text where another trial has ended. */
interface SurfacesPanelProps {
  readonly id: string;
  readonly name: string;
  readonly ended: string;
}

/** The panel. */
export function SurfacesPanel(props: SurfacesPanelProps) {
  const open = useSignal(false);
  return (
    <section aria-labelledby="surfaces">
      <div class="panel-head">
        <h2 id="surfaces">Learning rate and epoch</h2>
        <button type="button" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
          {open.value ? "Hide the surfaces" : "Show the surfaces"}
        </button>
      </div>
      {open.value ? (
        <Opened {...props} />
      ) : (
        <p class="say">Validation accuracy as a surface for each optimizer, in three dimensions.</p>
      )}
    </section>
  );
}

function Opened({ id, name, ended }: SurfacesPanelProps) {
  const { document, fresh, sentence, again } = useDocument<SurfacesDocument>(id, "surfaces", ended);
  if (document === null)
    return sentence === null ? (
      <p class="say" role="status">
        The surfaces are being made …
      </p>
    ) : (
      <p role="alert">
        {sentence}{" "}
        <button type="button" onClick={again}>
          Try again
        </button>
      </p>
    );
  if ("sentence" in document) return <p>{document.sentence}</p>;
  return (
    <>
      {!fresh && (
        <p class="say" role="status">
          Trials have ended since; the surfaces are being made again.
        </p>
      )}
      <Surfaces document={document} name={name} />
    </>
  );
}

type MadeSurfaces = Extract<SurfacesDocument, { readonly title: string }>;

const modes = { smooth: "Smooth", stepped: "As measured", flat: "Flat" } as const;

function Surfaces({ document, name }: { readonly document: MadeSurfaces; readonly name: string }) {
  const { title, caption, provenance, drawn, measured } = document;
  const library = useLibrary();
  const isFlat = library === noWebGl;
  const chosen = useSignal<keyof typeof modes>("smooth");
  const mode = isFlat ? "flat" : chosen.value;
  const flat = useRef<SVGSVGElement>(null);
  const camera = useMemo<{ value: Camera | null }>(() => ({ value: null }), []);
  const surfaces = drawn.surfaces.map(({ label }, at) => ({ label, grid: measured[at]! }));
  const paint = async (): Promise<Picture | null> => {
    if (mode === "flat") return flat.current;
    if (typeof library === "string" || camera.value === null) return null;
    return surfacePicture(library, drawn, { title, mode, camera: camera.value });
  };
  return (
    <>
      <div class="tools surface-tools">
        {isFlat ? (
          <span />
        ) : (
          <Modes label="How surfaces are drawn" modes={modes} value={mode} onPick={(one) => (chosen.value = one)} />
        )}
        <Downloads title={title} of={name} csv={() => surfaceRows(surfaces)} picture={paint} />
      </div>
      {typeof library === "string" && (
        <p class="say" role="status">
          {library}
        </p>
      )}
      {mode === "flat" && <FlatFigure data={drawn} measured={measured} picture={flat} />}
      {mode !== "flat" && typeof library !== "string" && (
        <SurfacePlots library={library} data={drawn} mode={mode} camera={camera} />
      )}
      <p class="hint">
        {caption} {provenance}
      </p>
      <details class="folded">
        <summary>The same as a table</summary>
        <SurfaceTable surfaces={surfaces} />
      </details>
    </>
  );
}

const noWebGl =
  "This browser draws nothing in three dimensions (it has no WebGL), so the surfaces are shown flat, from above.";

/** The library that draws them, or a sentence while there is none. */
function useLibrary(): Plotly | string {
  const library = useSignal<Plotly | string>(
    hasWebGl() ? "The part of the page that draws surfaces is being loaded …" : noWebGl,
  );
  useEffect(() => {
    if (library.peek() === noWebGl) return;
    import("plotly.js-gl3d-dist-min").then(
      (module) => (library.value = module.default),
      () => (library.value = "The part of the page that draws surfaces could not be read from the server."),
    );
  }, []);
  return library.value;
}

function hasWebGl(): boolean {
  const context = document.createElement("canvas").getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
