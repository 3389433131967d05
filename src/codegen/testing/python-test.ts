/** Tests of exported Python for pytest, and scripts that run it. */

import type { TestParts } from "../target.ts";
import { wrapWords } from "../text/python.ts";

const pythonLoad = [
  "def load(path):",
  '    spec = importlib.util.spec_from_file_location("exported", path)',
  "    module = importlib.util.module_from_spec(spec)",
  '    sys.modules["exported"] = module',
  "    spec.loader.exec_module(module)",
  "    return module",
  "",
  "",
  "def scaled(x, unit):",
  "    return [scaled(y, unit) for y in x] if isinstance(x, list) else x / unit",
];

const pythonPath = [
  'start = scaled(cases["start"], cases["unit"])',
  'gradients = scaled(cases["gradients"], cases["unit"])',
];

/** A file for pytest. */
export function pythonTest({ title, exported, file, run, data, limit }: TestParts): string[] {
  return [
    ...wrapWords(
      `"""Holds ${exported} to the numbers of Lionlab's float64 interpreter on fixed gradients: pytest ${file}`,
    ),
    '"""',
    "",
    "import importlib.util",
    "import json",
    "import sys",
    "from pathlib import Path",
    "",
    "import pytest",
    "",
    `# ${title}: weights and gradients in parts of "unit", and the weights after some steps`,
    'cases = json.loads("""',
    ...data,
    '""")',
    "",
    "",
    ...pythonLoad,
    "",
    "",
    "def flat(x):",
    "    return [z for y in x for z in flat(y)] if isinstance(x, list) else [x]",
    "",
    "",
    ...run,
    "",
    "",
    '@pytest.mark.parametrize("case", cases["runs"])',
    "def test_weights_are_the_interpreters(case):",
    `    exported = load(Path(__file__).with_name(${JSON.stringify(exported)}))`,
    ...pythonPath.map((line) => `    ${line}`),
    '    path = run(exported, start, gradients, case["options"])',
    '    for step, tensors in case["expected"].items():',
    "        for before, found, expected in zip(start, path[int(step) - 1], tensors):",
    "            largest = max(abs(x) for x in flat(before) + flat(expected))",
    `            assert flat(found) == pytest.approx(flat(expected), rel=0, abs=${limit} * largest)`,
  ];
}

/** A script, see `runnerText`. */
export function pythonRunner({ run }: Pick<TestParts, "run">): string[] {
  return [
    ...["import importlib.util", "import json", "import sys", "", "", ...pythonLoad, "", "", ...run, "", ""],
    "given = json.load(sys.stdin)",
    'cases = given["cases"]',
    ...pythonPath,
    'exported = load(given["path"])',
    'paths = [run(exported, start, gradients, each["options"]) for each in cases["runs"]]',
    "json.dump(paths, sys.stdout)",
  ];
}
