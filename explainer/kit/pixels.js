// Numbers as pixels: grey levels, signed values, tables of colours. A pixel is a word A B G R.

import { role } from "./roles.js";

/** The word of a grey level, a whole number from 0 to 255. */
export const grey = (level) => 0xff000000 | (level * 0x010101);

/** The words of the 256 grey levels. */
export const GREYS = Uint32Array.from({ length: 256 }, (_, level) => grey(level));

/** [r, g, b] of a role's colour in the present theme. */
export const rgb = (name) => [1, 3, 5].map((i) => parseInt(role(name).slice(i, i + 2), 16) || 0);

/**
 * The words of 256 bytes: the ground in the middle, one role's colour below it and another's above.
 * @param {string} low @param {string} high roles
 * @param {(byte: number) => number} strength how much of the role's colour a byte has, from 0 to 1
 */
export function diverging(low, high, strength) {
  const [ground, below, above] = ["ground", low, high].map(rgb);
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    const end = byte < 128 ? below : above;
    const share = strength(byte);
    const [r, g, b] = ground.map((from, i) => Math.round(from + share * (end[i] - from)));
    return 0xff000000 | (b << 16) | (g << 8) | r;
  });
}

/** Numbers into words: −span … span becomes black … white, clipped; grey (1) or colour (3 channels). */
export function shade(words, values, channels, span = 1) {
  const gain = 127.5 / span;
  const length = words.length;
  if (channels === 1) {
    for (let i = 0; i < length; i++) words[i] = grey(byte(values[i], gain));
    return;
  }
  for (let i = 0, o = 0; i < length; i++, o += 3) {
    const green = byte(values[o + 1], gain);
    words[i] = 0xff000000 | (byte(values[o + 2], gain) << 16) | (green << 8) | byte(values[o], gain);
  }
}

function byte(value, gain) {
  const level = value * gain + 128; // 127.5 to the middle, 0.5 to round
  return level <= 0 ? 0 : level >= 255 ? 255 : level | 0;
}

/** A canvas whose pixels are written one by one at their own resolution; the style sheet scales it up. */
export class Screen {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    /** @type {ImageData | null} */
    this.image = null;
    this.words = new Uint32Array(0);
  }

  /** Make the canvas this large, unless it is. The pixels stay the same words from frame to frame. */
  resize(width, height) {
    if (this.image && this.canvas.width === width && this.canvas.height === height) return false;
    Object.assign(this.canvas, { width, height });
    this.image = this.pen.createImageData(width, height);
    this.words = new Uint32Array(this.image.data.buffer);
    return true;
  }

  put() {
    this.pen.putImageData(this.image, 0, 0);
  }

  /** Numbers in −span … span. @param {Float32Array} values @param {number[]} shape (height, width, channels) */
  show(values, [height, width, channels], span = 1) {
    this.resize(width, height);
    shade(this.words, values, channels, span);
    this.put();
  }

  /** Grey levels from 0 to 255, which need not be whole. @param {ArrayLike<number>} levels */
  showGrey(levels, width, height) {
    this.resize(width, height);
    const { words } = this;
    for (let k = 0; k < words.length; k++) words[k] = grey(Math.round(levels[k]));
    this.put();
  }

  /** A square field (n × n, rows from below) in the colours of a table; a value times `gain` is its index. */
  showField(field, n, table, gain = 1) {
    this.resize(n, n);
    const { words } = this;
    for (let y = 0; y < n; y++) {
      for (let x = 0, from = y * n, to = (n - 1 - y) * n; x < n; x++) {
        words[to + x] = table[Math.max(0, Math.min(255, Math.round(field[from + x] * gain)))];
      }
    }
    this.put();
  }

  /**
   * Pictures side by side in the colours of a table, `gap` empty pixels between them.
   * @param {{bytes: Uint8Array, shape: number[]}} pictures (n, height, width)
   */
  showTiles({ bytes, shape: [n, height, width] }, columns, table, gap = 0) {
    const across = Math.min(columns, n);
    const rows = Math.ceil(n / across);
    const wide = across * (width + gap) - gap;
    const high = rows * (height + gap) - gap;
    if (this.resize(wide, high)) this.canvas.style.aspectRatio = `${wide} / ${high}`;
    const { words } = this;
    if (gap || across * rows > n) words.fill(0);
    for (let i = 0, k = 0; i < n; i++) {
      const left = (i % across) * (width + gap);
      const top = Math.floor(i / across) * (height + gap);
      for (let y = 0; y < height; y++) {
        let o = (top + y) * wide + left;
        for (let x = 0; x < width; x++) words[o++] = table[bytes[k++]];
      }
    }
    this.put();
  }
}
