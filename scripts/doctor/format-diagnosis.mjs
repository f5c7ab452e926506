import { formatBytes } from "../setup/reporter.mjs";

/**
 * Lays a diagnosis out for the terminal.
 *
 * @param {import("./diagnose.mjs").Diagnosis} diagnosis
 */
export function formatDiagnosis({ ok, versions, steps, backend, machine, problems }) {
  return [
    "Versions",
    ...table(Object.entries(versions)),
    "",
    "Set-up",
    ...table(steps.map((step) => [step.name, describeStep(step)])),
    "",
    "Computing",
    ...table(backend === undefined ? [["Backend", "not examined, or does not start"]] : describeBackend(backend)),
    "",
    "Machine",
    ...table([
      ["System", `${machine.system}, ${machine.cores} cores, ${machine.processor}`],
      ["Disk", `${formatBytes(machine.freeDisk)} free`],
      ["Memory", `${formatBytes(machine.freeMemory)} free of ${formatBytes(machine.memory)}`],
    ]),
    "",
    ...problems.flatMap(({ severity, message, remedy }, i) => [
      `${severity === "error" ? "Problem" : "Note"}: ${message}`,
      // Several in a row that one command mends name it once.
      ...(remedy === undefined || problems[i + 1]?.remedy === remedy ? [] : [`  try: ${remedy}`]),
    ]),
    ok ? "The course can run." : "The course cannot run yet.",
  ].join("\n");
}

/** @param {import("../setup/context.mjs").StepState} state */
function describeStep(state) {
  return state.status === "ready" ? `ready, ${state.detail}` : `${state.status}: ${state.reason}`;
}

/**
 * @param {import("./examine-backend.mjs").BackendReport} backend
 * @returns {[string, string][]}
 */
function describeBackend({ name, version, threads, gpu, reason, size, milliseconds, gigaflops }) {
  const speed = `${milliseconds.toFixed(1)} ms, ${gigaflops.toPrecision(3)} GFLOP/s`;
  return [
    ["Backend", `${name} ${version}, ${threads} ${threads === 1 ? "thread" : "threads"}, ${gpu ? "GPU" : "no GPU"}`],
    ...(reason === undefined ? [] : [/** @type {[string, string]} */ (["Why", reason])]),
    ["Matrix product", `${size} x ${size}, float32: ${speed} (median of 9)`],
  ];
}

/** @param {readonly (readonly [string, string])[]} rows */
function table(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}
