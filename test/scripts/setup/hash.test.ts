import { expect } from "chai";
import { filesBelow, hashFiles, hashText } from "../../../scripts/setup/hash.mjs";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile } from "../support/write-file.ts";

describe("hashing", () => {
  const folder = useTemporaryFolder();
  const hashed = () => hashFiles(folder.path(), filesBelow(folder.path()));

  it("is SHA-256", () => {
    // echo -n abc | sha256sum
    expect(hashText("abc")).to.equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("of files sees a change of contents, of a name, and of what lies where", () => {
    const seen = new Set<string>();
    writeFile(folder.path("a.ts"), "one");
    seen.add(hashed());
    writeFile(folder.path("a.ts"), "two");
    seen.add(hashed());
    writeFile(folder.path("b.ts"), "");
    seen.add(hashed());
    writeFile(folder.path("sub", "b.ts"), "");
    seen.add(hashed());
    expect(seen.size).to.equal(4);
  });

  it("of files does not tell where a name ends and its contents begin from their letters alone", () => {
    writeFile(folder.path("one", "ab"), "c");
    writeFile(folder.path("two", "a"), "bc");
    const one = hashFiles(folder.path("one"), filesBelow(folder.path("one")));
    expect(one).to.not.equal(hashFiles(folder.path("two"), filesBelow(folder.path("two"))));
  });

  it("of files does not depend on their order or on where the folder lies", () => {
    for (const place of ["here", "there"]) {
      writeFile(folder.path(place, "a.ts"), "one");
      writeFile(folder.path(place, "b.ts"), "two");
    }
    const here = hashFiles(folder.path("here"), [folder.path("here", "a.ts"), folder.path("here", "b.ts")]);
    const there = hashFiles(folder.path("there"), [folder.path("there", "b.ts"), folder.path("there", "a.ts")]);
    expect(here).to.equal(there);
  });

  it("finds no files below a folder that is not there", () => {
    expect(filesBelow(folder.path("absent"))).to.deep.equal([]);
  });
});
