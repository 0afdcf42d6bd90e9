// Reads a QR code from its SVG as a telephone would (ISO/IEC 18004, versions 1 to 10, byte mode). The picture is perfect,
// so the error correction is not needed. Not for photographs.

/** By level L, M, Q, H and version: error correction codewords in a block, and blocks. */
const CORRECTION = {
  L: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18],
  M: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26],
  Q: [13, 22, 18, 26, 18, 24, 18, 22, 20, 24],
  H: [17, 28, 22, 16, 22, 28, 26, 26, 24, 28],
};
const BLOCKS = {
  L: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4],
  M: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5],
  Q: [1, 1, 2, 2, 4, 4, 6, 6, 8, 8],
  H: [1, 1, 2, 4, 4, 4, 5, 6, 8, 8],
};
const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** Where alignment patterns have their middle. */
function alignment(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - (count - 2 - at) * step)];
}

/** Whether a module belongs to the frame of the code, not to its data. */
function reserved(version, size) {
  const middles = alignment(version, size);
  const corner = (x, y) => (x < 9 && y < 9) || (x >= size - 8 && y < 9) || (x < 9 && y >= size - 8);
  const inCorner = (x, y) => (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6);
  return (x, y) =>
    corner(x, y) || x === 6 || y === 6 ||
    middles.some((a) => middles.some((b) => !inCorner(a, b) && Math.abs(x - a) <= 2 && Math.abs(y - b) <= 2)) ||
    (version >= 7 && ((x < 6 && y >= size - 11) || (y < 6 && x >= size - 11)));
}

/** The text of a code drawn as 1 × 1 squares "Mx,y h1v1h-1z" with a quiet zone of four. */
export function readQr(side, path) {
  const size = side - 8;
  const version = (size - 17) / 4;
  const dark = new Set([...path.matchAll(/M(\d+),(\d+)/g)].map(([, x, y]) => `${x - 4},${y - 4}`));
  const module = (x, y) => (dark.has(`${x},${y}`) ? 1 : 0);

  const format = [...Array(6).keys()].map((i) => module(8, i));
  format.push(module(8, 7), module(8, 8), module(7, 8), ...[9, 10, 11, 12, 13, 14].map((i) => module(14 - i, 8)));
  const said = (format.reduce((all, bit, at) => all | (bit << at), 0) ^ 0x5412) >> 10;
  const level = "MLHQ"[said >> 3];
  const mask = MASKS[said & 7];

  const isReserved = reserved(version, size);
  const bits = [];
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (!isReserved(x, y)) bits.push(module(x, y) ^ (mask(x, y) === 0 ? 1 : 0));
      }
    }
  }
  const words = Array.from({ length: bits.length >> 3 }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((all, bit) => all * 2 + bit, 0));

  const [blocks, correction] = [BLOCKS[level][version - 1], CORRECTION[level][version - 1]];
  const short = Math.floor(words.length / blocks) - correction;
  const shorts = blocks - (words.length % blocks);
  const parts = Array.from({ length: blocks }, () => []);
  let next = 0;
  for (let at = 0; at <= short; at += 1) {
    for (let block = 0; block < blocks; block += 1) {
      if (at < short || block >= shorts) parts[block].push(words[next++]);
    }
  }
  const stream = parts.flat().map((word) => word.toString(2).padStart(8, "0")).join("");
  if (stream.slice(0, 4) !== "0100") throw new Error(`not in byte mode: ${stream.slice(0, 4)}`);
  const lengthBits = version < 10 ? 8 : 16;
  const length = Number.parseInt(stream.slice(4, 4 + lengthBits), 2);
  const start = 4 + lengthBits;
  const bytes = Array.from({ length }, (_, at) => Number.parseInt(stream.slice(start + at * 8, start + at * 8 + 8), 2));
  return Buffer.from(bytes).toString("utf8");
}
