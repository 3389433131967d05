/** Where one looks at the surfaces from: one camera for all of them, turned by the pointer or by keys. */

/** A point in a scene, whose box is about 1 long. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A camera, as Plotly has it. */
export interface Camera {
  readonly eye: Point;
  readonly center: Point;
}

/** The first look: over small rates and few epochs towards large ones; the narrower the plot, the farther away. */
export function firstCamera(width: number, height: number): Camera {
  const away = Math.max(1, Math.min(1.45, 1 + 0.5 * (1.5 - width / height)));
  return { eye: { x: -1.05 * away, y: -1.75 * away, z: 0.75 * away }, center: { x: 0.02, y: 0, z: -0.2 } };
}

/** Ways to move it by a step. */
export type Turn = "left" | "right" | "up" | "down";

/** Degrees of a step. */
const step = 15;

/** The camera after a step around the middle; it never goes over the top or under the floor. */
export function turned({ eye, center }: Camera, turn: Turn): Camera {
  const distance = Math.hypot(eye.x, eye.y, eye.z);
  const around = Math.atan2(eye.y, eye.x) + radians(turn === "left" ? -step : turn === "right" ? step : 0);
  const above = Math.asin(eye.z / distance) + radians(turn === "up" ? step : turn === "down" ? -step : 0);
  const held = Math.max(0, Math.min(radians(85), above));
  const flat = distance * Math.cos(held);
  return { eye: { x: flat * Math.cos(around), y: flat * Math.sin(around), z: distance * Math.sin(held) }, center };
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
