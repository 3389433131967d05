/**
 * Makes a document of a stored run, as text: what the dashboard's thread does.
 */

import { LabError } from "../../core/errors.ts";
import type { DocumentKind, DocumentOrder } from "../../dashboard/document-thread.ts";
import { reportInput } from "../../library/study-report.ts";
import { openStorage } from "../../records/open.ts";
import { packedTrials } from "../../records/packed-epochs.ts";
import type { StudyRecord } from "../../records/records.ts";
import { openSearchStorage } from "../../records/search-open.ts";
import type { Storage } from "../../records/storage.ts";
import type { ReportDocument } from "../../report/document.ts";
import { viewOf } from "../discovery/call.ts";
import { recordOfHead } from "../run-folder.ts";

/** The text. Errors: those of the store; `no-study` where it is gone meanwhile. */
export async function makeDocument(order: DocumentOrder): Promise<string> {
  return order.run === "study" ? ofStudy(order) : ofDiscovery(order);
}

async function ofStudy({ location, target, name, kind }: DocumentOrder): Promise<string> {
  const storage = await openStorage(target ?? location, { mode: "read" });
  try {
    const study = await storage.getStudy(name);
    if (study === null) throw gone(name, location);
    return await studyDocuments[kind](study, storage);
  } finally {
    await storage.close();
  }
}

/** What is made of a study. A verdict looks at best epochs; where trials followed the bounds of their weights, at the epochs of those. */
const studyDocuments: Readonly<Record<DocumentKind, (study: StudyRecord, storage: Storage) => Promise<string>>> = {
  report: async (study, storage) => {
    const { composeSummary } = await import("../../report/compose-report.ts");
    const { sections } = await import("../../report/sections/index.ts");
    return pageOf(composeSummary(await reportInput(study, await packedTrials(study.name, storage)), sections));
  },
  verdict: async (study, storage) => {
    const { verdictDocument } = await import("../../report/verdict/verdict-document.ts");
    const heads = await storage.listTrials(study.name);
    const follows = heads.some(({ config }) => config.training.certifyEvery !== undefined);
    const trials = follows ? await packedTrials(study.name, storage) : heads.map(recordOfHead);
    return JSON.stringify(verdictDocument(await reportInput(study, trials)));
  },
  surfaces: async (study, storage) => {
    const { surfacesDocument } = await import("../../report/surfaces-document.ts");
    return JSON.stringify(surfacesDocument({ study, trials: await packedTrials(study.name, storage) }));
  },
};

async function ofDiscovery({ location, name }: DocumentOrder): Promise<string> {
  const { buildDiscoveryReport } = await import("../../report/discovery/build-discovery-report.ts");
  const storage = await openSearchStorage(location, { mode: "read" });
  try {
    return await pageOf(buildDiscoveryReport(await viewOf(storage, name)));
  } finally {
    await storage.close();
  }
}

async function pageOf(document: ReportDocument): Promise<string> {
  const { renderHtml } = await import("../../report/html.ts");
  const { renderFigures } = await import("../../report/svg.ts");
  return renderHtml(document, await renderFigures(document));
}

function gone(name: string, location: string): LabError {
  return new LabError(
    "no-study",
    `${location} does not hold the study ${name} any more: see all runs for what is there.`,
    {
      name,
    },
  );
}
