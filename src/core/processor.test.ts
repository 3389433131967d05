import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  kindOfProcessor,
  nameOfProcessor,
  type ProcessorFacts,
  processorKind,
  processorKinds,
  processorName,
  readCpuinfo,
} from "./processor.ts";

/** Facts of a processor whose system tells neither vendor nor flags. */
const untold = (model: string, arch = "x64"): ProcessorFacts => ({ arch, model, vendor: "", flags: new Set() });

/** Facts by a real `/proc/cpuinfo`, cut to the first processor's lines that tell what it is. */
function factsOf(file: string, arch: string): ProcessorFacts {
  const text = readFileSync(join("test/fixtures/core/cpuinfo", file), "utf8");
  return { arch, model: /^model name\s*:(.*)$/m.exec(text)?.[1] ?? "", ...readCpuinfo(text) };
}

test("a name is the model with its widest vector instructions, whatever its clock rate", () => {
  const xeon = {
    ...untold("Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz"),
    flags: new Set(["avx2", "avx512f", "amx_tile"]),
  };
  expect(nameOfProcessor(xeon)).toBe("Intel(R) Xeon(R) Platinum 8481C CPU with AVX-512 and AMX");
  expect(nameOfProcessor({ ...untold("AMD EPYC"), flags: new Set(["sse2", "avx2"]) })).toBe("AMD EPYC with AVX2");
  expect(nameOfProcessor(untold("Apple M3", "arm64"))).toBe("Apple M3");
  expect(nameOfProcessor(untold(""))).toBe("x64 processor");
});

test.each([
  ["amd-epyc-zen4.txt", "x64", "amd-avx512", "AMD EPYC with AVX-512"],
  ["amd-ryzen-7735hs.txt", "x64", "amd-avx2", "AMD Ryzen 7 7735HS with Radeon Graphics with AVX2"],
  ["intel-xeon-8480.txt", "x64", "intel-avx512", "Intel(R) Xeon(R) Platinum 8480+ with AVX-512 and AMX"],
  ["intel-i7-4790k.txt", "x64", "intel-avx2", "Intel(R) Core(TM) i7-4790K CPU with AVX2"],
  ["intel-core-2-e6750.txt", "x64", "other", "Intel(R) Core(TM)2 Duo CPU E6750"],
  ["arm-raspberry-pi-5.txt", "arm64", "arm64", "arm64 processor"],
] as const)("%s on %s is of the kind %s", (file, arch, kind, name) => {
  expect([kindOfProcessor(factsOf(file, arch)), nameOfProcessor(factsOf(file, arch))]).toEqual([kind, name]);
  expect(processorKinds).toContain(kind);
});

test("the vendor's id tells the maker where a virtual machine renames the model; without it the model's name does", () => {
  const flags = new Set(["avx2"]);
  const renamed = { ...untold("QEMU Virtual CPU version 2.5+"), flags };
  expect(kindOfProcessor({ ...renamed, vendor: "AuthenticAMD" })).toBe("amd-avx2");
  expect(kindOfProcessor(renamed)).toBe("other");
  expect(kindOfProcessor({ ...untold("Intel(R) Core(TM) i5"), flags })).toBe("intel-avx2");
});

test("where the system tells no instructions, a processor is of no kind that was measured", () => {
  expect(kindOfProcessor(untold("Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz"))).toBe("other");
  expect(kindOfProcessor(untold("Apple M3", "arm64"))).toBe("arm64");
});

test("this machine has a name, and is of one kind", () => {
  expect(processorName()).not.toBe("");
  expect(processorKinds).toContain(processorKind());
});
