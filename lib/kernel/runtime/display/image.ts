import type { MimeBundle } from "../runtime.ts";

/** The first bytes by which an image tells its kind. */
const kinds: readonly (readonly [string, readonly number[]])[] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
];

/** Shows bytes that are a PNG, JPEG, GIF or SVG image as that image. */
export function imageBundle(value: unknown): MimeBundle | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const kind = kinds.find(([, magic]) => magic.every((byte, index) => bytes[index] === byte))?.[0];
  if (kind !== undefined) {
    return { data: { [kind]: bytes.toString("base64"), "text/plain": words(kind, bytes) }, metadata: {} };
  }
  const isSvg = /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(
    bytes.subarray(0, 1000).toString("utf8"),
  );
  if (!isSvg) return undefined;
  return {
    data: { "image/svg+xml": bytes.toString("utf8"), "text/plain": words("image/svg+xml", bytes) },
    metadata: {},
  };
}

function words(kind: string, bytes: Buffer): string {
  const name = kind.replace("image/", "").replace("+xml", "").toUpperCase();
  const size =
    kind === "image/png" && bytes.length >= 24 ? `, ${bytes.readUInt32BE(16)} x ${bytes.readUInt32BE(20)} pixels` : "";
  return `${name} image${size}, ${bytes.length} bytes`;
}
