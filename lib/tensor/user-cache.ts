import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Names the user's folder for what is large and can be made or fetched again; LLMLAB_CACHE overrides the system's own
 * place. scripts/setup names the same one, and cannot be asked from here.
 */
export function cacheFolder({
  env,
  platform,
  home = homedir(),
}: {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  home?: string;
}): string {
  if (env.LLMLAB_CACHE) {
    return resolve(env.LLMLAB_CACHE);
  }
  if (platform === "darwin") {
    return join(home, "Library", "Caches", "llmlab");
  }
  if (platform === "win32") {
    return join(env.LOCALAPPDATA || join(home, "AppData", "Local"), "llmlab", "Cache");
  }
  return join(env.XDG_CACHE_HOME || join(home, ".cache"), "llmlab");
}
