import { join } from "node:path";
import { privateFolder } from "../setup/context.mjs";
import { environmentProgram, pythonVariables } from "../setup/virtual-environment.mjs";

export interface LabOptions {
  root: string;
  /** The folder that JupyterLab shows. */
  folder: string;
  /** The notebook to open, a file of `folder`; the list of files when there is none. */
  notebook?: string | undefined;
  /** Arguments for JupyterLab; they win over what is configured here. */
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** Whether the user is root, as in many containers. */
  isRoot: boolean;
}

export interface LabCommand {
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** The files that JupyterLab reads its configuration from: their texts by their paths. */
  files: Record<string, string>;
}

/**
 * Plans how to start JupyterLab: as the course needs it, and apart from a JupyterLab that the user has elsewhere. Its
 * settings lie in the checkout's own folder, its only kernel is ours, and it asks no server for news, updates or
 * extensions, so that a laptop without a network behaves as any other.
 */
export function planLab({ root, folder, notebook, args, env, platform, isRoot }: LabOptions): LabCommand {
  const settings = join(privateFolder({ root }), "jupyter");
  const server = {
    LabApp: {
      news_url: null,
      check_for_updates_class: "jupyterlab.NeverCheckForUpdate",
      extension_manager: "readonly",
      ...(notebook === undefined ? {} : { default_url: `/lab/tree/${encodeURIComponent(notebook)}` }),
    },
    KernelSpecManager: { allowed_kernelspecs: ["llmlab"] },
    MultiKernelManager: { default_kernel_name: "llmlab" },
    // Otherwise it lists at every start a dozen language servers that it has not found.
    LanguageServerManager: { autodetect: false },
    // JupyterLab refuses to run as root unless told; it still listens on this machine only, and asks for its token.
    ServerApp: { root_dir: folder, ...(isRoot ? { allow_root: true } : {}) },
  };
  // JupyterLab would ask on its first page whether it may fetch news, although it has none to fetch from.
  const page = { "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false } };
  return {
    command: environmentProgram({ root, platform }, "python"),
    args: ["-m", "jupyterlab", ...args],
    cwd: folder,
    env: {
      ...withoutJupyterFolders(pythonVariables(env)),
      JUPYTER_CONFIG_DIR: join(settings, "config"),
      JUPYTER_DATA_DIR: join(settings, "data"),
    },
    files: {
      [join(settings, "config", "jupyter_lab_config.json")]: asJson(server),
      [join(settings, "config", "labconfig", "default_setting_overrides.json")]: asJson(page),
    },
  };
}

function asJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Leaves out the variables that would bring another Jupyter's kernels, extensions and settings in. */
function withoutJupyterFolders(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { JUPYTER_PATH: _path, JUPYTER_CONFIG_PATH: _config, JUPYTERLAB_DIR: _app, ...rest } = env;
  const { JUPYTERLAB_SETTINGS_DIR: _settings, JUPYTERLAB_WORKSPACES_DIR: _workspaces, ...others } = rest;
  return others;
}
