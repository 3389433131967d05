/**
 * The surfaces of a study by themselves, for a page that shows them: the block of the report, what is drawn of it, and what was measured.
 */
import { type ReportInput, viewOf } from "./compose-report.ts";
import type { SurfaceGrid, SurfacesBlock } from "./document.ts";
import { provenanceLine } from "./markdown.ts";
import { surfacesSection } from "./sections/surfaces.ts";
import { type SurfacesData, surfacesData } from "./surfaces-data.ts";

/** The surfaces, or why there are none. */
export type SurfacesDocument =
  | { readonly sentence: string }
  | {
      readonly title: string;
      readonly caption: string;
      readonly provenance: string;
      readonly zTitle: string;
      readonly drawn: SurfacesData;
      /** By place of the surface: what was measured, holes as null. */
      readonly measured: readonly SurfaceGrid[];
    };

/** The document. */
export function surfacesDocument(input: ReportInput): SurfacesDocument {
  const block = surfacesSection(viewOf(input))?.blocks.find((one): one is SurfacesBlock => one.kind === "surfaces");
  if (block === undefined) {
    return { sentence: "A surface needs an optimizer with two learning rates or more, and two epochs that ended." };
  }
  const { title, caption, provenance, zTitle, surfaces } = block;
  return {
    title,
    caption,
    provenance: provenanceLine(provenance),
    zTitle,
    drawn: surfacesData(block),
    measured: surfaces.map(({ measured }) => measured),
  };
}
