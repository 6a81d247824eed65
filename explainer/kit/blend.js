// x_t painted from what Python supplied: signal[t] · x_0 + sigma[t] · ε, and nothing else.

/**
 * @typedef {{pixels: Kit.Packed, scale: number, shift: number}} Picture
 * @typedef {{pool: Float32Array, count: number, offset: Int32Array | null}} Noise
 * @typedef {{signal: ArrayLike<number>, sigma: ArrayLike<number>}} Coefficients
 */

/** True once the three answers belong together: the noise was made for a picture of this size. */
export function fits(picture, noise, coefficients, t) {
  return Boolean(
    picture && noise && coefficients &&
      noise.count === picture.pixels.length && t < coefficients.signal.length,
  );
}

/** @type {WeakMap<Picture, Float32Array>} */
const scaled = new WeakMap();

/** x_0 as numbers, computed once per picture. @param {Picture} picture */
export function x0Of(picture) {
  if (!scaled.has(picture)) {
    scaled.set(picture, Float32Array.from(picture.pixels, (v) => picture.scale * v + picture.shift));
  }
  return scaled.get(picture);
}

/**
 * x_t into `xt` as numbers.
 * @param {Float32Array} xt of the picture's length
 * @param {Picture} picture @param {Noise} noise @param {Coefficients} coefficients @param {number} t
 */
export function blend(xt, picture, noise, coefficients, t) {
  const x0 = x0Of(picture);
  const a = coefficients.signal[t];
  const b = coefficients.sigma[t];
  const pool = noise.pool;
  const length = x0.length;
  for (let i = 0, from = noise.offset ? noise.offset[t] : 0; i < length; from = 0) {
    const end = Math.min(length, i + pool.length - from); // up to where the pool starts again
    for (let at = from; i < end; i++, at++) xt[i] = a * x0[i] + b * pool[at];
  }
}
