import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { logPath, openLog } from "../../lib/kernel/log.ts";
import { userFolder } from "../../lib/kernel/user-folder.ts";

describe("the kernel's log", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlab-log-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("has the time and the process on each line, and is for its user only", () => {
    const path = join(folder, "deep", "kernel.log");
    const log = openLog(path);
    log("one");
    log("two\nlines");
    expect(readFileSync(path, "utf8")).to.match(
      new RegExp(`^\\S+Z ${process.pid} one\\n\\S+Z ${process.pid} two\\n    lines\\n$`),
    );
    expect(statSync(path).mode & 0o077).to.equal(0);
  });

  it("is put aside when it is long, and takes no more than two files", () => {
    const path = join(folder, "kernel.log");
    const log = openLog(path);
    for (let line = 0; line < 5000; line++) {
      log("x".repeat(1000));
    }
    expect(statSync(path).size).to.be.lessThan(1_200_000);
    expect(statSync(`${path}.1`).size).to.be.lessThan(1_200_000);
  });

  it("keeps the beginning of a line without end", () => {
    const path = join(folder, "kernel.log");
    openLog(path)("y".repeat(1_000_000));
    expect(statSync(path).size).to.be.lessThan(5000);
  });

  it("does not fail where it cannot be written", () => {
    writeFileSync(join(folder, "file"), "");
    const written: string[] = [];
    const { write } = process.stderr;
    process.stderr.write = (text) => written.push(String(text)) > 0;
    try {
      openLog(join(folder, "file", "kernel.log"))("one");
    } finally {
      process.stderr.write = write;
    }
    expect(written).to.have.lengthOf(1);
    expect(written[0]).to.contain("one");
  });

  it("is in Jupyter's folder of the user on each platform, or where the environment says", () => {
    expect(logPath({ LLMLAB_KERNEL_LOG: "/x/k.log" })).to.equal("/x/k.log");
    expect(userFolder({ JUPYTER_DATA_DIR: "/d" }, "linux", "/home/a")).to.equal(join("/d", "llmlab"));
    expect(userFolder({}, "linux", "/home/a")).to.equal(join("/home/a", ".local", "share", "jupyter", "llmlab"));
    expect(userFolder({ XDG_DATA_HOME: "/xdg" }, "linux", "/h")).to.equal(join("/xdg", "jupyter", "llmlab"));
    expect(userFolder({}, "darwin", "/Users/a")).to.equal(join("/Users/a", "Library", "Jupyter", "llmlab"));
    expect(userFolder({ APPDATA: "C:\\A" }, "win32", "C:\\U")).to.equal(join("C:\\A", "jupyter", "llmlab"));
  });
});
