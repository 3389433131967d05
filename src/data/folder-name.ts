/**
 * What the rest of the laboratory needs to know of image folders without reading one.
 */

/** Name of the dataset in studies. */
export const folderName = "folder";

/** Height and width of images where a study says none. */
export const folderSize = 224;
