/** Files of a run's folder that hold records: the one place that says their names. */

/** Of a study. */
export const studyStoreFile = "study.sqlite";

/** Of a discovery. */
export const discoveryStoreFile = "discovery.sqlite";
