import { CommandFailed } from "./run-command.mjs";

/** Why the set-up cannot go on, the last lines of the log, and what to try. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {{ remedies?: readonly string[], output?: string, log?: string }} [details]
   */
  constructor(message, { remedies = [], output = "", log } = {}) {
    super(message);
    this.name = "SetupError";
    this.remedies = remedies;
    this.output = output;
    this.log = log;
  }
}

// What npm and pip print when the network, the name service or a proxy is not there.
const offline =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|getaddrinfo|NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|Max retries exceeded|Network is unreachable|Temporary failure in name resolution/;

/**
 * Turns a failed subprocess into what the user should read: a missing network is told apart from other failures.
 *
 * @param {unknown} error
 * @param {{ doing: string, log?: string, remedies?: readonly string[] }} about `doing` completes "Cannot ..."
 * @returns {unknown} the error itself when it is no failed subprocess
 */
export function explain(error, { doing, log, remedies = ["npm run setup -- --verbose"] }) {
  if (!(error instanceof CommandFailed)) return error;
  const details = { output: error.output, ...(log === undefined ? {} : { log }) };
  if (offline.test(error.output)) {
    return new SetupError(`Cannot ${doing}: the package registry cannot be reached; connect to the network`, {
      ...details,
      remedies: ["npm run setup", "behind a proxy: HTTPS_PROXY=http://HOST:PORT npm run setup"],
    });
  }
  const ending = error.message.replace(/^Cannot run .*?: it /, "");
  return new SetupError(`Cannot ${doing}: the command ${ending}; its last lines say why`, { ...details, remedies });
}

/**
 * Lays out an error for the terminal.
 *
 * @param {string} name the step that failed
 * @param {SetupError} error
 * @param {number} [lines] how many of the output's last lines to show
 */
export function formatSetupError(name, error, lines = 15) {
  const tail = error.output.trimEnd().split(/\r?\n/).slice(-lines);
  return [
    `${name}: failed`,
    ...(error.output.trim() === ""
      ? []
      : tail.map((line) => `  | ${line.length > 160 ? `${line.slice(0, 160)} ...` : line}`)),
    error.message,
    ...error.remedies.map((remedy) => `  try: ${remedy}`),
    ...(error.log === undefined ? [] : [`  the whole log: ${error.log}`]),
  ].join("\n");
}
