/** Devices that a session may run on. Naming one does not load the runtime. */
import { unknownName } from "../core/errors.ts";

/** Names of devices: the processor, a GPU through WebGPU (any maker), a GPU through CUDA (NVIDIA). */
export const devices = ["cpu", "webgpu", "cuda"] as const;

/** A device. */
export type Device = (typeof devices)[number];

/** Checks the name of a device. Errors: `unknown-device`. */
export function deviceNamed(name: string): Device {
  const found = devices.find((device) => device === name);
  if (!found) throw unknownName("device", name, devices);
  return found;
}
