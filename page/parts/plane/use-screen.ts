/** What a drawing depends on besides its data: the size of its place, the sharpness of the screen, and the reader's colours. */
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";
import { paperColor } from "../plot/svg-markup.ts";
import type { ColorOf } from "./draw.ts";
import type { ScreenSize } from "./view.ts";

/** The size of an element, followed while it changes; null before it is there. */
export function useSize(place: RefObject<HTMLElement | null>): ScreenSize | null {
  const [size, setSize] = useState<ScreenSize | null>(null);
  useLayoutEffect(() => {
    const element = place.current!;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return size !== null && size.width > 0 && size.height > 0 ? size : null;
}

/** Number of the page's set of colours: another where the reader has changed between light and dark. */
export function useScheme(): number {
  const [scheme, changed] = useReducer((n: number, _: null) => n + 1, 0);
  useLayoutEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const listen = (): void => changed(null);
    dark.addEventListener("change", listen);
    return () => dark.removeEventListener("change", listen);
  }, []);
  return scheme;
}

/** The page's colours as they are now. */
export function pageColor(): ColorOf {
  const style = getComputedStyle(document.documentElement);
  return (color) => (color.startsWith("--") ? style.getPropertyValue(color).trim() : color);
}

/** The page's colours as they are in light, for files. */
export const paperColorOf: ColorOf = (color) =>
  color.startsWith("--") ? paperColor(color.slice(2) as Parameters<typeof paperColor>[0]) : color;

/** A canvas of a size, empty, whose unit is a pixel of the page. */
export function clearedCanvas(canvas: HTMLCanvasElement, { width, height }: ScreenSize): CanvasRenderingContext2D {
  const sharpness = Math.min(2, devicePixelRatio || 1);
  const [wide, high] = [Math.round(width * sharpness), Math.round(height * sharpness)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const context = canvas.getContext("2d")!;
  context.setTransform(sharpness, 0, 0, sharpness, 0, 0);
  context.globalAlpha = 1;
  context.clearRect(0, 0, width, height);
  return context;
}
