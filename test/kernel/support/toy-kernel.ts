import { HistoryStore, historyPath } from "../../../lib/kernel/history/history-store.ts";
import { Kernel } from "../../../lib/kernel/kernel.ts";
import { openLog } from "../../../lib/kernel/log.ts";
import { readConnectionFile } from "../../../lib/kernel/wire/connection-file.ts";
import { kernelInfo } from "../../../lib/kernel/wire/kernel-info.ts";
import { startToy } from "./toy-engine.ts";

/** Starts a kernel of the toy language: `node --import tsx toy-kernel.ts CONNECTION_FILE`. */
const log = openLog();
const kernel = new Kernel({
  connection: readConnectionFile(process.argv[2] ?? ""),
  info: kernelInfo("0", "0"),
  startEngine: startToy,
  history: new HistoryStore(historyPath(), log),
  log,
  paced: process.env.JPY_SESSION_NAME !== undefined,
  onShutdown: () => void end(),
});

async function end(): Promise<void> {
  await kernel.close();
  process.exit(0);
}

process.on("SIGTERM", end);
await kernel.start();
