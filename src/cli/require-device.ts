/**
 * Whether training can run where a study wants it.
 */
import { LabError } from "../core/errors.ts";
import type { StudyConfig } from "../study/config.ts";

/** Errors: `device-unavailable`, with the devices that there are. */
export async function requireDevice(device: StudyConfig["device"]): Promise<void> {
  if (device === "cpu") return;
  const { listDevices, probe } = await import("../onnx/session.ts");
  const { available, reason } = await probe(device);
  if (available) return;
  const there = (await listDevices()).filter((report) => report.available).map((report) => report.device);
  throw new LabError(
    "device-unavailable",
    `The device ${device} cannot be used here: ${plainReason(reason)}. Available: ${there.join(", ")}.`,
    { device, available: there },
  );
}

/** The runtime's reason without the place in its own source that it begins with, and without its last full stop. */
function plainReason(reason: string): string {
  return reason.replace(/^.* was false\. /s, "").replace(/\.$/, "");
}
