/** A picture of one's own: a file that is chosen, dropped or pasted. It stays in this browser. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Pixels } from "./picture.ts";

/** Largest picture, in pixels. */
const mostPixels = 50_000_000;

/** Where pictures go. */
interface PictureDropProps {
  readonly onPixels: (pixels: Pixels) => void;
}

/** The place for it. */
export function PictureDrop({ onPixels }: PictureDropProps) {
  const fault = useSignal<string | null>(null);
  const over = useSignal(false);
  const shown = useRef<HTMLCanvasElement>(null);
  const has = useSignal<string | null>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const read = await pixelsOfFile(file, shown.current!);
    fault.value = typeof read === "string" ? read : null;
    if (typeof read === "string") return;
    has.value = file.name;
    onPixels(read);
  };
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    addEventListener("paste", (event) => void take(event.clipboardData?.files[0]), { signal });
    addEventListener("dragleave", () => (over.value = false), { signal });
    const drag = (event: DragEvent): void => {
      event.preventDefault(); // the browser would leave the page for the file
      over.value = event.type === "dragover";
      if (event.type === "drop") void take(event.dataTransfer?.files[0]);
    };
    for (const name of ["dragover", "drop"] as const) addEventListener(name, drag, { signal });
    return () => stop.abort();
  }, []);
  return (
    <div class={over.value ? "drop over" : "drop"}>
      <canvas
        ref={shown}
        class="dropped"
        role="img"
        aria-label={has.value === null ? "No picture yet" : `The picture ${has.value}`}
        hidden={has.value === null}
      />
      <label class="file">
        <span>Drop a picture here, paste one, or choose a file. It does not leave this browser.</span>
        <input
          type="file"
          accept="image/*"
          aria-label="Picture"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
      {fault.value !== null && (
        <p class="fault" role="alert">
          {fault.value}
        </p>
      )}
    </div>
  );
}

/** The pixels of a file, drawn where they are shown; a sentence where it is no picture. Orientation tags are passed over, as in training. */
async function pixelsOfFile(file: File, canvas: HTMLCanvasElement): Promise<Pixels | string> {
  try {
    const bitmap = await createImageBitmap(file, {
      imageOrientation: "none",
      premultiplyAlpha: "none",
      colorSpaceConversion: "none",
    });
    const { width, height } = bitmap;
    if (width * height > mostPixels)
      return `${file.name} has ${width} × ${height} pixels; that is too large to be tried.`;
    Object.assign(canvas, { width, height });
    const drawn = canvas.getContext("2d", { willReadFrequently: true })!;
    drawn.drawImage(bitmap, 0, 0);
    bitmap.close();
    return drawn.getImageData(0, 0, width, height);
  } catch {
    return `${file.name} is no picture that this browser reads. Take a PNG, JPEG or WebP file.`;
  }
}
