import { expect } from "chai";
import { cacheFolder } from "../../../scripts/setup/cache-folder.mjs";

describe("the cache folder", () => {
  const home = "/home/ada";

  it("is the system's own place for caches", () => {
    expect(cacheFolder({ env: {}, platform: "linux", home })).to.equal("/home/ada/.cache/llmlab");
    expect(cacheFolder({ env: {}, platform: "darwin", home })).to.equal("/home/ada/Library/Caches/llmlab");
    const local = cacheFolder({ env: { LOCALAPPDATA: "/local" }, platform: "win32", home });
    expect(local).to.equal("/local/llmlab/Cache");
  });

  it("follows XDG_CACHE_HOME, on Linux only", () => {
    const env = { XDG_CACHE_HOME: "/caches" };
    expect(cacheFolder({ env, platform: "linux", home })).to.equal("/caches/llmlab");
    expect(cacheFolder({ env, platform: "darwin", home })).to.equal("/home/ada/Library/Caches/llmlab");
  });

  it("is where LLMLAB_CACHE says, before all else", () => {
    const env = { LLMLAB_CACHE: "/big/disk", XDG_CACHE_HOME: "/caches" };
    expect(cacheFolder({ env, platform: "linux", home })).to.equal("/big/disk");
  });

  it("is a full path also where LLMLAB_CACHE is not, since links are made to it", () => {
    const folder = cacheFolder({ env: { LLMLAB_CACHE: "here" }, platform: "linux", home });
    expect(folder).to.equal(`${process.cwd()}/here`);
  });

  it("takes an empty variable for an absent one", () => {
    const env = { LLMLAB_CACHE: "", XDG_CACHE_HOME: "" };
    expect(cacheFolder({ env, platform: "linux", home })).to.equal("/home/ada/.cache/llmlab");
  });
});
