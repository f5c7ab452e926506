import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { FrontEnd } from "../support/front-end.ts";

/** Holds that the kernel still does what it is for: it answers kernel_info, and adds one and one. */
export async function expectSound(frontEnd: FrontEnd): Promise<void> {
  const info = await frontEnd.ask("shell", "kernel_info_request");
  expect(info.reply.content.status).to.equal("ok");
  let answer = await frontEnd.execute("1 + 1");
  // A cell of an earlier message that failed takes those with it that were waiting behind it.
  while (answer.reply.content.status === "aborted") answer = await frontEnd.execute("1 + 1");
  const { reply, outputs } = answer;
  expect(reply.content.status, JSON.stringify(reply.content)).to.equal("ok");
  const result = outputs.find(({ header }) => header.msg_type === "execute_result");
  expect(result?.content.data["text/plain"]).to.equal("2");
  // What has arrived is looked through for every answer, and would make a long run ever slower.
  frontEnd.received.length = 0;
}

/** The last lines of the kernel's log, for the report of a failure. */
export function endOfLog({ folder }: FrontEnd): string {
  const path = join(folder, "kernel.log");
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(-12).join("\n") : "the kernel has no log";
}
