/**
 * Finds the version of the GNU C library that Node runs on, such as "2.36"; `undefined` on another C library or system.
 *
 * @returns {string | undefined}
 */
export function glibcVersion() {
  if (process.platform !== "linux") return undefined;
  /** @type {unknown} */
  const report = process.report.getReport();
  if (typeof report !== "object" || report === null || !("header" in report)) return undefined;
  const { header } = report;
  if (typeof header !== "object" || header === null || !("glibcVersionRuntime" in header)) return undefined;
  return typeof header.glibcVersionRuntime === "string" ? header.glibcVersionRuntime : undefined;
}
