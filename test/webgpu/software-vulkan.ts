/**
 * Points the WebGPU provider at SwiftShader, the software Vulkan driver that comes with Chromium, so that its results
 * can be checked without a GPU. A driver that the environment already names is left alone.
 */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Folders in which Chromium packages put the driver. */
const FOLDERS = [
  "/usr/lib/chromium",
  "/usr/lib/chromium-browser",
  "/usr/lib64/chromium-browser",
  "/snap/chromium/current/usr/lib/chromium-browser",
];

/** Folder of the driver; null where there is none. */
export function softwareVulkan(): string | null {
  return FOLDERS.find((candidate) => existsSync(join(candidate, "vk_swiftshader_icd.json"))) ?? null;
}

/** Sets the variables that name driver and loader. Throws a sentence where there is no driver: the tests must not pass unseen. */
export function useSoftwareVulkan(environment: Record<string, string | undefined>): void {
  if (environment.VK_ICD_FILENAMES) return;
  const folder = softwareVulkan();
  if (folder === null) {
    throw new Error(
      `The WebGPU tests need a Vulkan driver, but vk_swiftshader_icd.json is in none of ${FOLDERS.join(", ")}. ` +
        "Install Chromium (Debian: apt-get install chromium), or set VK_ICD_FILENAMES to the JSON file of a driver.",
    );
  }
  environment.VK_ICD_FILENAMES = join(folder, "vk_swiftshader_icd.json");
  environment.LD_LIBRARY_PATH = [folder, environment.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
}
