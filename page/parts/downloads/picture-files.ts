/** A picture of the page as a file. */
import { paperColor } from "../plot/svg-markup.ts";

/** A picture: SVG text with its width and height, an SVG element, or a canvas. */
export type Picture = string | SVGSVGElement | HTMLCanvasElement;

/** Pixels of a PNG for each of the picture's own. */
const sharpness = 2;

/** The picture as SVG text. A canvas becomes an image inside it. */
export function svgOf(picture: Picture): string {
  if (typeof picture === "string") return picture;
  if (picture instanceof SVGSVGElement) return new XMLSerializer().serializeToString(sized(picture));
  const { width, height } = picture;
  const href = picture.toDataURL("image/png");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width / devicePixelRatio}" height="${height / devicePixelRatio}" viewBox="0 0 ${width} ${height}">` +
    `<image width="${width}" height="${height}" href="${href}"/></svg>`
  );
}

/** The picture as PNG, twice as large, on white paper. Errors: where the browser cannot draw it. */
export async function pngOf(picture: Picture): Promise<Blob> {
  if (picture instanceof HTMLCanvasElement) return pngOfCanvas(picture);
  const url = URL.createObjectURL(new Blob([svgOf(picture)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = sharpness * image.width;
    canvas.height = sharpness * image.height;
    const pen = canvas.getContext("2d")!;
    pen.fillStyle = paperColor("paper");
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await pngOfCanvas(canvas);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function pngOfCanvas(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("the canvas gave no picture")) : resolve(blob)),
      "image/png",
    );
  });
}

/** A copy with the size that it has on the page, so that it has one on its own. */
function sized(element: SVGSVGElement): SVGSVGElement {
  const copy = element.cloneNode(true) as SVGSVGElement;
  const { width, height } = element.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return copy;
}
