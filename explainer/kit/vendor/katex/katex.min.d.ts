// KaTeX 0.16.27 as npm ships it. Run as a module it sets `globalThis.katex`; see `kit.d.ts`.
export {};
