import { expect } from "chai";
import { compilerArguments } from "../../../scripts/setup/compile-binding.mjs";

const parts = { root: "/the course", tensorflow: "/cache/tf", output: "/out/tfjs_binding.node" };

describe("the compiler's arguments", () => {
  it("link both libraries by their full names and find them beside the package, on Linux", () => {
    const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
    const args = compilerArguments({ ...parts, platform: "linux", libraries });
    expect(args).to.include.members([
      "/the course/node_modules/@tensorflow/tfjs-node/binding/tfjs_binding.cc",
      "/the course/node_modules/node-api-headers/include",
      "/cache/tf/include",
      "/cache/tf/libtensorflow_cc.so.2",
      "/cache/tf/libtensorflow_framework.so.2",
      "-Wl,-rpath,$ORIGIN/../../deps/lib",
    ]);
    expect(args).to.not.include("dynamic_lookup");
  });

  it("leave Node's own functions to Node, on macOS", () => {
    const args = compilerArguments({ ...parts, platform: "darwin", libraries: ["libtensorflow_cc.2.dylib"] });
    expect(args.join(" ")).to.include("-undefined dynamic_lookup");
    expect(args).to.include("-Wl,-rpath,@loader_path/../../deps/lib");
  });
});
