export type { Displayable, MimeBundle, Output } from "./bundle.ts";
export { jupyterDisplay } from "./bundle.ts";
export { markdown } from "./markdown.ts";
export type { Progress, ProgressOptions } from "./progress.ts";
export { progress } from "./progress.ts";
export { show } from "./show.ts";
