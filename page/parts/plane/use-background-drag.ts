/** What a pointer does on the plane itself: a drag moves the view, a click places something. A finger scrolls the page and can only tap. */
import { useRef } from "preact/hooks";
import type { PlanePoint, Rectangle } from "../../../src/lionk/figures/contour-lines.ts";
import { moved, placing, type ScreenSize, toPixel } from "./view.ts";

/** Pixels from which a press is a drag. */
const dragFrom = 4;

interface Press {
  readonly x: number;
  readonly y: number;
  readonly view: Rectangle;
  readonly pointer: number;
  isDrag: boolean;
}

/** Listeners for the element that lies over the plane. */
export function useBackgroundDrag({
  view,
  size,
  onView,
  onPlace,
}: {
  readonly view: Rectangle | null;
  readonly size: ScreenSize | null;
  readonly onView: (view: Rectangle) => void;
  readonly onPlace: ((at: PlanePoint) => void) | undefined;
}) {
  const press = useRef<Press | null>(null);
  if (view === null || size === null) return {};
  const { unit, planePoint } = placing(view, size);
  return {
    onPointerDown: (event: PointerEvent): void => {
      if (event.button !== 0) return;
      press.current = { x: event.clientX, y: event.clientY, view, pointer: event.pointerId, isDrag: false };
    },
    onPointerMove: (event: PointerEvent): void => {
      const begun = press.current;
      if (begun === null || event.pointerType === "touch") return;
      const [dx, dy] = [event.clientX - begun.x, event.clientY - begun.y];
      if (!begun.isDrag && Math.hypot(dx, dy) < dragFrom) return;
      if (!begun.isDrag) (event.currentTarget as Element).setPointerCapture(begun.pointer);
      begun.isDrag = true;
      onView(moved(begun.view, [-dx / unit, dy / unit]));
    },
    onPointerUp: (event: PointerEvent): void => {
      const begun = press.current;
      press.current = null;
      if (begun === null || begun.isDrag || onPlace === undefined) return;
      const box = (event.currentTarget as Element).getBoundingClientRect();
      onPlace(toPixel(planePoint(event.clientX - box.left, event.clientY - box.top), unit));
    },
    onPointerCancel: (): void => {
      press.current = null;
    },
  };
}
