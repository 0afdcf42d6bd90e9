// Pictures lose all but their pixels before they go along: no place, no time, no device, no thumbnail, no name.

import { type Bytes, joined } from "./bytes.ts";
import type { Attachment } from "./letter.ts";

/** The longer side of what comes out. */
const LONGEST = 1600;

async function bytesOf(blob: Blob): Promise<Bytes> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** A JPEG without the parts in which browsers and others write beside the pixels: profiles, comments, everything but its own head. */
export function bare(jpeg: Bytes): Bytes {
  const kept: Bytes[] = [jpeg.slice(0, 2)];
  let at = 2;
  while (jpeg[at] === 0xff && jpeg[at + 1] !== 0xda && at + 4 <= jpeg.length) {
    const marker = jpeg[at + 1] ?? 0;
    const end = at + 2 + (((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0));
    // APP1 to APP15, and COM.
    if (!((marker > 0xe0 && marker <= 0xef) || marker === 0xfe)) kept.push(jpeg.slice(at, end));
    at = end;
  }
  return joined(...kept, jpeg.slice(at));
}

/** A file as it may go along; nothing where it is a picture that cannot be read here. */
export async function taken(file: File, n: number): Promise<Attachment | undefined> {
  if (!file.type.startsWith("image/")) return { name: `${n}.pdf`, type: "application/pdf", bytes: await bytesOf(file) };
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const drawing = canvas.getContext("2d");
    if (!drawing) return undefined;
    // What is transparent would turn black.
    drawing.fillStyle = "#fff";
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    return blob ? { name: `${n}.jpg`, type: "image/jpeg", bytes: bare(await bytesOf(blob)) } : undefined;
  } catch {
    return undefined;
  }
}
