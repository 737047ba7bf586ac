package io.hnswitch.launch;

/** Forms of log lines on standard error. */
enum LogFormat {
  text,
  /** One JSON object a line. */
  json
}
