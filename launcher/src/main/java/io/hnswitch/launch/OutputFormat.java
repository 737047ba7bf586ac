package io.hnswitch.launch;

/** Forms of data on standard output. */
enum OutputFormat {
  /** For people. */
  table,
  json,
  yaml,
  /** One JSON object a line. */
  jsonl,
  /** Ids only, one a line. */
  name
}
