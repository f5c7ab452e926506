import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { addressOf, readConnectionFile } from "../../../lib/kernel/wire/connection-file.ts";

const usual = {
  shell_port: 1,
  control_port: 2,
  iopub_port: 3,
  stdin_port: 4,
  hb_port: 5,
  ip: "127.0.0.1",
  key: "a-key",
  transport: "tcp",
  signature_scheme: "hmac-sha256",
  kernel_name: "llmlab",
};

describe("a connection file", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlab-connection-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  function read(content: unknown) {
    const path = join(folder, "connection.json");
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return readConnectionFile(path);
  }

  it("says where the channels are and what signs their messages", () => {
    const connection = read(usual);
    expect(connection).to.include({ key: "a-key", signatureScheme: "hmac-sha256" });
    expect(addressOf(connection, "shell")).to.equal("tcp://127.0.0.1:1");
    expect(addressOf(connection, "hb")).to.equal("tcp://127.0.0.1:5");
  });

  it("may name files instead of ports of the network", () => {
    const connection = read({ ...usual, transport: "ipc", ip: "/run/user/kernel-ipc" });
    expect(addressOf(connection, "iopub")).to.equal("ipc:///run/user/kernel-ipc-3");
  });

  it("is refused with the reason when it cannot be used", () => {
    expect(() => read("{")).to.throw("Cannot read the connection file");
    expect(() => read([])).to.throw("it holds no JSON object");
    expect(() => read({ ...usual, stdin_port: undefined })).to.throw('its "stdin_port" is missing');
    expect(() => read({ ...usual, stdin_port: "4" })).to.throw('its "stdin_port" is "4", not a whole number');
    expect(() => read({ ...usual, transport: "udp" })).to.throw('Cannot use the transport "udp"');
    expect(() => readConnectionFile(join(folder, "missing.json"))).to.throw("Cannot read the connection file");
  });
});
