/** A square to draw on, by pointer or by keys. */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Modes } from "../parts/modes.tsx";
import { type Drawing, drawingPixels, emptyDrawing, type Place, withStroke } from "./drawing.ts";
import { drawGarment, garments } from "./garments.ts";
import type { Pixels, WantedImage } from "./picture.ts";

/** Where drawings go. */
interface DrawPadProps {
  readonly input: WantedImage["input"];
  readonly onPixels: (pixels: Pixels) => void;
}

const shades = { draw: 255, erase: 0 } as const;

const arrows: { readonly [key: string]: Place | undefined } = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The pad. */
export function DrawPad({ input, onPixels }: DrawPadProps) {
  const drawing = useSignal<Drawing>(drawGarment(garments[0]!, emptyDrawing(input).side));
  const brush = useSignal<keyof typeof shades>("draw");
  const canvas = useRef<HTMLCanvasElement>(null);
  const { side } = drawing.value;
  useLayoutEffect(() => {
    const { data, width, height } = drawingPixels(drawing.value);
    canvas.current!.getContext("2d")!.putImageData(new ImageData(data, width, height), 0, 0);
  }, [drawing.value]);
  useEffect(() => onPixels(drawingPixels(drawing.value)), [drawing.value, input]);
  const stroke = (from: Place, to: Place): void => {
    drawing.value = withStroke(drawing.peek(), { from, to, shade: shades[brush.peek()] });
  };
  return (
    <div class="pad">
      <div class="pad-tools">
        <Modes
          label="Brush"
          modes={{ draw: "Draw", erase: "Erase" }}
          value={brush.value}
          onPick={(mode) => (brush.value = mode)}
        />
        <button type="button" onClick={() => (drawing.value = emptyDrawing(input))}>
          Clear
        </button>
      </div>
      <Surface side={side} canvas={canvas} onStroke={stroke} />
      <p class="hint">
        Draw with a pointer, or with keys: arrows move the brush, and draw while Space or Shift is held.
      </p>
      <fieldset class="garments" aria-label="Begin with">
        {garments.map((garment) => (
          <button key={garment.name} type="button" onClick={() => (drawing.value = drawGarment(garment, side))}>
            {garment.name}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

interface SurfaceProps {
  readonly side: number;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly onStroke: (from: Place, to: Place) => void;
}

function Surface({ side, canvas, onStroke }: SurfaceProps) {
  const cursor = useSignal<Place>({ x: Math.floor(side / 2), y: Math.floor(side / 2) });
  const space = useRef(false);
  const last = useRef<Place | null>(null);
  const placeOf = (event: PointerEvent): Place => {
    const { left, top, width, height } = canvas.current!.getBoundingClientRect();
    return { x: ((event.clientX - left) / width) * side - 0.5, y: ((event.clientY - top) / height) * side - 0.5 };
  };
  const press = (event: KeyboardEvent): void => {
    const { x, y } = cursor.peek();
    if (event.key === " ") {
      event.preventDefault();
      space.current = true;
      onStroke({ x, y }, { x, y });
      return;
    }
    const by = arrows[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const inside = (at: number): number => Math.min(side - 1, Math.max(0, at));
    const to = { x: inside(x + by.x), y: inside(y + by.y) };
    cursor.value = to;
    if (space.current || event.shiftKey) onStroke({ x, y }, to);
  };
  return (
    <div
      class="pad-surface"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys, as this one does
      tabIndex={0}
      role="application"
      aria-label={`Drawing of ${side} by ${side} pixels. The brush is at column ${cursor.value.x + 1}, row ${cursor.value.y + 1}.`}
      onKeyDown={press}
      onKeyUp={(event) => {
        if (event.key === " ") space.current = false;
      }}
      onBlur={() => (space.current = false)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = placeOf(event);
        onStroke(last.current, last.current);
      }}
      onPointerMove={(event) => {
        if (last.current === null) return;
        const to = placeOf(event);
        onStroke(last.current, to);
        last.current = to;
      }}
      onPointerUp={() => (last.current = null)}
      onPointerCancel={() => (last.current = null)}
    >
      <canvas ref={canvas} width={side} height={side} />
      <span
        class="brush"
        aria-hidden="true"
        style={{ left: `${(100 * (cursor.value.x + 0.5)) / side}%`, top: `${(100 * (cursor.value.y + 0.5)) / side}%` }}
      />
    </div>
  );
}
