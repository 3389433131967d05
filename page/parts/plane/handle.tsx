/** A point of the plane that is moved, by pointer or by keyboard. */
import { useRef } from "preact/hooks";
import { type PlaneHandle, pointText } from "./scene.ts";
import { type Placing, toPixel } from "./view.ts";

/** Pixels that an arrow key moves the point, and with the shift key held. */
const [step, largeStep] = [4, 40];

const directions: { readonly [key: string]: readonly [number, number] } = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The point. `hintId`: the element that says how it is moved. */
export function Handle({
  handle: { label, at, onMove },
  place,
  hintId,
}: {
  readonly handle: PlaneHandle;
  readonly place: Placing;
  readonly hintId: string;
}) {
  /** From the pointer to the point when it was taken, so that it does not jump. */
  const grip = useRef<readonly [number, number] | null>(null);
  const [x, y] = [place.screenX(at[0]), place.screenY(at[1])];
  const moveTo = (toX: number, toY: number): void => onMove(toPixel(place.planePoint(toX, toY), place.unit));
  const pressed = (event: KeyboardEvent): void => {
    const direction = directions[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const by = event.shiftKey ? largeStep : step;
    moveTo(x + direction[0] * by, y + direction[1] * by);
  };
  return (
    <g
      class="plane-handle"
      role="slider"
      tabindex={0}
      aria-label={label}
      aria-valuenow={Number(at[0].toPrecision(6))}
      aria-valuetext={pointText(at)}
      aria-describedby={hintId}
      transform={`translate(${x} ${y})`}
      onKeyDown={pressed}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus({ preventScroll: true });
        grip.current = [x - event.clientX, y - event.clientY];
      }}
      onPointerMove={(event) => {
        if (grip.current === null) return;
        moveTo(event.clientX + grip.current[0], event.clientY + grip.current[1]);
      }}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
    >
      <circle class="plane-grip" r="20" />
      <circle class="plane-ring" r="9" />
      <circle class="plane-dot" r="3" />
      <text y="-16">{label}</text>
    </g>
  );
}
