/** The image as the model sees it, enlarged. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { pixelsOf, type WantedImage } from "./picture.ts";

/** What is shown. */
interface SeenImageProps {
  readonly seen: Uint8Array;
  readonly input: WantedImage["input"];
}

/** The image. */
export function SeenImage({ seen, input }: SeenImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [, height, width] = input;
  useLayoutEffect(() => {
    canvas.current!.getContext("2d")!.putImageData(new ImageData(pixelsOf(seen, input), width, height), 0, 0);
  }, [seen, input]);
  return (
    <canvas
      ref={canvas}
      class="seen"
      width={width}
      height={height}
      role="img"
      aria-label="The image as the model sees it"
    />
  );
}
