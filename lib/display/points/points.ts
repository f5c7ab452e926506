import { quoted, sentences } from "../describe.ts";
import type { Figure } from "../figure.ts";
import { figure } from "../figure.ts";
import { titleText } from "../plotly-text.ts";
import { cloudOf } from "./cloud.ts";
import { describeGroups, describeLinks, describePoints } from "./describe-points.ts";
import { flatPoints } from "./flat-points.ts";
import { solidPoints } from "./solid-points.ts";

/** What a picture of points shows. */
export interface PointsOptions {
  title: string;
  /** Two or three coordinates per point: `[N, 2]` or `[N, 3]`. */
  points: readonly ArrayLike<number>[];
  /** A label per point. A label may occur twice. */
  labels: readonly string[];
  /** The group of each point: a group has a colour and a marker. Default: one group. */
  groups?: readonly string[];
  /** One title per coordinate. Default: first, second and third component. */
  axisTitles?: readonly string[];
  /** Pairs of indices of points that are joined by a line. */
  links?: readonly (readonly [from: number, to: number])[];
  /** Whether links are arrows, in two dimensions. Default: false. */
  arrows?: boolean;
  /** Whether a unit is as long in every direction, so that distances can be compared. Default: true. */
  equalScale?: boolean;
  /** Your own words on what there is to see. They are put before the computed description. */
  description?: string;
  /** Pixels. Default: 700. */
  width?: number;
  /** Pixels. Default: 520. */
  height?: number;
}

/**
 * Draws points with labels in two or three dimensions: embeddings, for instance. Groups have colours and markers of
 * their own, links are lines or arrows. Labels stand where they cover each other least; of more than 40, those without
 * room appear under the mouse. Three dimensions turn with the mouse; their PNG is a projection from the same side.
 *
 * @throws RangeError if there are no points, they have not two or three coordinates each, there is not one label (and
 *   group) per point, a value is not finite, or a link leads to no point.
 *
 * @example
 * await show(
 *   points({
 *     title: "Words in a plane",
 *     points: [[0.9, 0.1], [0.8, 0.3], [-0.7, 0.2]],
 *     labels: ["teacher", "student", "book"],
 *     groups: ["people", "people", "things"],
 *     links: [[0, 1]],
 *   }),
 * );
 */
export function points(options: PointsOptions): Figure {
  const cloud = cloudOf(options);
  const solid = cloud.titles.length === 3;
  const { data, layout } = solid ? solidPoints(cloud) : flatPoints(cloud);
  const { title, groups, description } = options;
  return figure({
    data,
    layout: {
      title: { text: titleText(title) },
      width: cloud.width,
      height: cloud.height,
      showlegend: groups !== undefined,
      ...layout,
    },
    description: sentences(
      description,
      `${solid ? "Points in three dimensions" : "Points"} ${quoted(title)}: ${cloud.points.length}`,
      `Axes: ${cloud.titles.join(", ")}`,
      ...(groups === undefined ? [] : describeGroups(groups, cloud.labels)),
      ...describePoints(cloud.points, cloud.labels),
      ...describeLinks(cloud.links, cloud.labels, cloud.arrows),
      ...(solid ? ["The still picture is an orthographic projection"] : []),
    ),
  });
}
