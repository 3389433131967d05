/**
 * Brings results into the cells of a plan's outputs: written there at once where nothing still needs what the cell holds,
 * else copied at the end.
 *
 * A cell may be an input and an output. It is written in place when every read of the input comes before the first write
 * of the output, or in the same map and of the same elements.
 */
import type { Value } from "../graph/graph.ts";
import { addCall, type Lowering, locationOf, type PlanStep, stored } from "./lowering.ts";
import { elementBytes, mapPlaces, overwriting } from "./map-step.ts";
import { type Buffer, type MemoryPlace, newBuffer } from "./memory.ts";

/** An output and the cell it goes to. */
export interface Bound {
  readonly value: Value;
  readonly cell: MemoryPlace;
}

/** Places that a step reads and writes. */
export function placesOf(step: PlanStep): {
  readonly reads: readonly MemoryPlace[];
  readonly writes: readonly MemoryPlace[];
} {
  return step.kind === "map" ? mapPlaces(step) : step;
}

/** Binds all outputs, appending copies to the steps where they are needed. */
export function bindOutputs(lowering: Lowering, outputs: readonly Bound[]): void {
  const copies: Bound[] = [];
  const waiting = outputs.filter((bound) => {
    const place = stored(lowering, locationOf(lowering, bound.value)).place;
    if (place.offset === 0 && place.buffer.address === undefined && isComputed(lowering, place)) return true;
    copies.push(bound);
    return false;
  });
  const kept = new Set(copies.map(({ value }) => stored(lowering, locationOf(lowering, value)).place.buffer));
  for (const bound of waiting) if (!writeInPlace(lowering, bound, kept)) copies.push(bound);
  copyAll(lowering, copies);
}

/** Whether steps write a place; constants have no address yet but are not computed. */
function isComputed({ residents }: Lowering, { buffer }: MemoryPlace): boolean {
  return !residents.some(({ place }) => place.buffer === buffer);
}

/** Makes a result's buffer the cell itself. False when something reads the cell too late, or the result is elsewhere already. */
function writeInPlace(lowering: Lowering, { value, cell }: Bound, kept: ReadonlySet<Buffer>): boolean {
  const location = locationOf(lowering, value);
  const { place } = stored(lowering, location);
  if (place.buffer.address !== undefined || kept.has(cell.buffer) || place.buffer.bytes !== cell.buffer.bytes)
    return false;
  const { steps } = lowering;
  const first = steps.findIndex((step) => placesOf(step).writes.some(({ buffer }) => buffer === place.buffer));
  const isRead = (step: PlanStep): boolean =>
    placesOf(step).reads.some(({ buffer }) => buffer.address === cell.buffer.address);
  if (steps.some((step, i) => i > first && isRead(step))) return false;
  const step = steps[first]!;
  if (isRead(step)) {
    const register = location.kind === "register" ? location : undefined;
    if (step.kind !== "map" || register?.map !== step) return false;
    const when = overwriting(step, register, cell.buffer);
    if (when === "never") return false;
    register.late = when === "late";
  }
  place.buffer.address = cell.buffer.address;
  return true;
}

/** Copies at the end. A source that is itself overwritten by one of the copies is set aside first. */
function copyAll(lowering: Lowering, copies: readonly Bound[]): void {
  const targets = new Set(copies.map(({ cell }) => cell.buffer.address));
  const sources = copies.map(({ value, cell }) => {
    const { place } = stored(lowering, locationOf(lowering, value));
    const overwritten = place.buffer.address !== undefined && targets.has(place.buffer.address);
    if (!overwritten || place.buffer.address === cell.buffer.address) return place;
    const aside = { buffer: newBuffer(cell.buffer.bytes), offset: 0 };
    copy(lowering, { from: place, to: aside, bytes: bytesOf(value) });
    return aside;
  });
  for (const [i, { value, cell }] of copies.entries()) {
    copy(lowering, { from: sources[i]!, to: cell, bytes: bytesOf(value) });
  }
}

function copy(lowering: Lowering, { from, to, bytes }: { from: MemoryPlace; to: MemoryPlace; bytes: number }): void {
  const code = lowering.kernels.code("I_COPY");
  addCall(lowering, {
    reads: [from],
    writes: [to],
    words: (at) => [code, 9, at(from), at(to), 1, 1, bytes, 1, 1],
  });
}

function bytesOf({ shape, dtype }: Value): number {
  return shape.reduce((product, extent) => product * extent, elementBytes(dtype));
}
