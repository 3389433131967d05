/** All surfaces as one picture for a file, seen as they are on the page. */
import type { SurfacesData } from "../../../src/report/surfaces-data.ts";
import { element, paperColor, picture, textElement } from "../../parts/plot/svg-markup.ts";
import type { Camera } from "./camera.ts";
import { layoutOf, type SurfaceMode, tracesOf } from "./scene.ts";
import { type Plotly, paperColors } from "./surface-plots.tsx";

const [width, height, head, columns] = [420, 340, 34, 3];

/** SVG text with an image of each surface. Errors: those of the library. */
export async function surfacePicture(
  library: Plotly,
  data: SurfacesData,
  { title, mode, camera }: { readonly title: string; readonly mode: SurfaceMode; readonly camera: Camera },
): Promise<string> {
  const parts: string[] = [];
  for (const [at, surface] of data.surfaces.entries()) {
    const layout = layoutOf(surface, data, { camera, colors: paperColors });
    const figure = { data: tracesOf(surface, data, mode), layout };
    const href = await library.toImage(figure, { format: "png", width, height: height - head, scale: 2 });
    const [x, y] = [(at % columns) * width, Math.floor(at / columns) * height];
    parts.push(
      textElement(surface.label, {
        x: x + 14,
        y: y + 24,
        "font-size": 14,
        "font-weight": 600,
        fill: paperColor("ink"),
      }),
      element("image", { x, y: y + head, width, height: height - head, href }),
    );
  }
  const rows = Math.ceil(data.surfaces.length / columns);
  const size = { width: width * Math.min(columns, data.surfaces.length), height: height * rows, title };
  return picture(size, parts.join(""));
}
