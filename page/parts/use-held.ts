/** A value that stays as it was while somebody points at what is made of it. */
import { useRef } from "preact/hooks";

/** The value; while it is held, the one from before. */
export function useHeld<T>(value: T, isHeld: boolean): T {
  const last = useRef(value);
  if (!isHeld) last.current = value;
  return last.current;
}
