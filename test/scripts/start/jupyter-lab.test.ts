import { expect } from "chai";
import { type LabOptions, planLab } from "../../../scripts/start/jupyter-lab.ts";

const plan = (overrides: Partial<LabOptions> = {}) =>
  planLab({
    root: "/the course",
    folder: "/the course/workspace",
    args: [],
    env: { PATH: "/bin" },
    platform: "linux",
    isRoot: false,
    ...overrides,
  });
const config = "/the course/.llmlab/jupyter/config";
const configured = (overrides: Partial<LabOptions> = {}) =>
  JSON.parse(plan(overrides).files[`${config}/jupyter_lab_config.json`] ?? "");

describe("the plan for JupyterLab", () => {
  it("runs the environment's own, with the user's arguments after ours", () => {
    const { command, args, cwd } = plan({ args: ["--no-browser", "--port", "9000"] });
    expect(command).to.equal("/the course/.venv/bin/python");
    expect(args).to.deep.equal(["-m", "jupyterlab", "--no-browser", "--port", "9000"]);
    expect(cwd).to.equal("/the course/workspace");
  });

  it("opens the notebook, or the list of files", () => {
    expect(configured({ notebook: "07 attention.ipynb" }).LabApp.default_url).to.equal(
      "/lab/tree/07%20attention.ipynb",
    );
    expect(configured().LabApp).to.not.have.property("default_url");
  });

  it("asks no server for news, updates or extensions", () => {
    expect(configured().LabApp).to.deep.equal({
      news_url: null,
      check_for_updates_class: "jupyterlab.NeverCheckForUpdate",
      extension_manager: "readonly",
    });
    expect(JSON.parse(plan().files[`${config}/labconfig/default_setting_overrides.json`] ?? "")).to.deep.equal({
      "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
    });
  });

  it("offers our kernel only", () => {
    expect(configured().KernelSpecManager.allowed_kernelspecs).to.deep.equal(["llmlab"]);
    expect(configured().MultiKernelManager.default_kernel_name).to.equal("llmlab");
  });

  it("lets root start it, as in a container, and changes nothing for others", () => {
    expect(configured({ isRoot: true }).ServerApp).to.have.property("allow_root", true);
    expect(configured().ServerApp).to.not.have.property("allow_root");
  });

  it("keeps apart from another Jupyter of the user's", () => {
    const env = { PATH: "/bin", JUPYTER_PATH: "/theirs", JUPYTER_CONFIG_DIR: "/theirs", JUPYTER_TOKEN: "secret" };
    const planned = plan({ env });
    expect(planned.env).to.not.have.property("JUPYTER_PATH");
    expect(planned.env).to.include({
      PATH: "/bin",
      JUPYTER_TOKEN: "secret",
      JUPYTER_CONFIG_DIR: config,
      JUPYTER_DATA_DIR: "/the course/.llmlab/jupyter/data",
    });
  });
});
