// Pictures lose all but their pixels before they go along: no place, no time, no device, no thumbnail, no name.

import type { Bytes } from "./bytes.ts";
import type { Attachment } from "./letter.ts";

/** The longer side of what comes out. */
const LONGEST = 1600;

async function bytesOf(blob: Blob): Promise<Bytes> {
  return new Uint8Array(await blob.arrayBuffer());
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
    return blob ? { name: `${n}.jpg`, type: "image/jpeg", bytes: await bytesOf(blob) } : undefined;
  } catch {
    return undefined;
  }
}
