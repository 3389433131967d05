/** How wide a place of the page is. */
import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** Width in pixels, kept up when it changes; 0 before it is known. */
export function useWidth(place: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current!;
    setWidth(element.clientWidth);
    const resized = new ResizeObserver(() => setWidth(element.clientWidth));
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  return width;
}
