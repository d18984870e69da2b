// Draws the icon of the site: the character 公 over the red double rule, as SVG and as ICO (16, 32
// and 48 px, uncompressed).  One geometry for both, no font.
//
//   node assets/icon.mjs OUTDIR      writes favicon.svg and favicon.ico
import fs from 'fs';
import path from 'path';

const out = process.argv[2] || '.';
const size = 32; // grid
const ink = [0x12, 0x34, 0x5c], red = [0xb3, 0x26, 0x1e], paper = [255, 255, 255];
const width = 3.2;
const strokes = [
  [[12.5, 3], [9, 8.2], [3.4, 13]],
  [[19.5, 3], [23, 8.2], [28.6, 13]],
  [[15.6, 9.6], [8.6, 19.8], [22.4, 18.8]],
  [[20, 14.2], [24.6, 21.4]],
];
const rules = [[2, 24.5, 28, 3.2], [2, 29.4, 28, 1.4]]; // x, y, width, height

const hex = (c) => '#' + c.map((v) => v.toString(16).padStart(2, '0')).join('');
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><rect width="${size}" height="${size}" fill="${hex(paper)}"/>`
  + `<path fill="none" stroke="${hex(ink)}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" d="${strokes.map((s) => s.map(([x, y], i) => `${i ? 'L' : 'M'}${x} ${y}`).join('')).join('')}"/>`
  + `<path fill="${hex(red)}" d="${rules.map(([x, y, w, h]) => `M${x} ${y}h${w}v${h}h-${w}z`).join('')}"/></svg>\n`;

// Distance from a point to a stroke's segment.
function distance([px, py], [ax, ay], [bx, by]) {
  const dx = bx - ax, dy = by - ay;
  const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}
function colour(p) {
  if (rules.some(([x, y, w, h]) => p[0] >= x && p[0] < x + w && p[1] >= y && p[1] < y + h)) return red;
  for (const s of strokes) for (let i = 1; i < s.length; i++) if (distance(p, s[i - 1], s[i]) <= width / 2) return ink;
  return paper;
}

// One picture as the bitmap an ICO holds: 32 bits a pixel, bottom row first, then an empty mask.
function bitmap(n) {
  const mask = Math.ceil(n / 32) * 4 * n, b = Buffer.alloc(40 + n * n * 4 + mask), sub = 6;
  b.writeUInt32LE(40, 0); b.writeInt32LE(n, 4); b.writeInt32LE(n * 2, 8); b.writeUInt16LE(1, 12); b.writeUInt16LE(32, 14);
  b.writeUInt32LE(n * n * 4 + mask, 20);
  for (let y = 0; y < n; y++) for (let x = 0; x < n; x++) {
    const sum = [0, 0, 0];
    for (let j = 0; j < sub; j++) for (let i = 0; i < sub; i++) {
      const c = colour([(x + (i + 0.5) / sub) * size / n, (y + (j + 0.5) / sub) * size / n]);
      for (let k = 0; k < 3; k++) sum[k] += c[k];
    }
    const at = 40 + ((n - 1 - y) * n + x) * 4;
    for (let k = 0; k < 3; k++) b[at + k] = Math.round(sum[2 - k] / (sub * sub));
    b[at + 3] = 255;
  }
  return b;
}
const pictures = [16, 32, 48].map((n) => [n, bitmap(n)]);
const head = Buffer.alloc(6 + 16 * pictures.length);
head.writeUInt16LE(1, 2); head.writeUInt16LE(pictures.length, 4);
let offset = head.length;
pictures.forEach(([n, b], i) => {
  const at = 6 + 16 * i;
  head[at] = n; head[at + 1] = n;
  head.writeUInt16LE(1, at + 4); head.writeUInt16LE(32, at + 6); head.writeUInt32LE(b.length, at + 8); head.writeUInt32LE(offset, at + 12);
  offset += b.length;
});
fs.writeFileSync(path.join(out, 'favicon.svg'), svg);
fs.writeFileSync(path.join(out, 'favicon.ico'), Buffer.concat([head, ...pictures.map(([, b]) => b)]));
