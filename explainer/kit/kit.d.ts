// Types that the kit's modules share: what Python declares, and what a module hands to another.
// For the type checker alone (`tests/kit/test_types.py`); the page never fetches this file.

/** What Gradio writes into its page. */
interface Window {
  gradio_config?: {
    root: string;
    api_prefix: string;
    components: { id: number; props: { elem_id?: string; elem_classes?: string[]; props?: { section?: string } } }[];
  };
}

/** plotly.js, once its script has run. */
declare var Plotly: any;

// in browsers from 2025 on
interface Uint8ArrayConstructor {
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
}

declare namespace Kit {
  type Section = import("./section.js").Section;

  /** An array that Python packed, unpacked; `shape` says how its numbers lie. */
  type Packed = (Float32Array | Uint8Array) & { shape: number[] };

  /** Ask a source of Python's. */
  type Ask = (name: string, values: Record<string, any>) => Promise<any>;

  /** Open a stream of Python's. */
  type Open = (name: string, values: Record<string, any>, signal: AbortSignal) => AsyncGenerator<any>;

  /** What a part is made of, as the class of its type declares it in Python. */
  interface Spec {
    type: string;
    name?: string | null;
    [field: string]: any;
  }

  /** A control, as `kit/controls.py` declares it. */
  interface Control {
    type: string;
    key: string;
    label?: string;
    help?: string;
    value?: any;
    more?: boolean;
    linked?: boolean;
    when?: [string, any] | null;
    group?: string | null;
    at_hand?: boolean;
    elem_id?: string | null;
    minimum?: number;
    maximum?: number;
    maximum_key?: string | null;
    step?: number;
    /** called when the value is set: a number that is part of a text */
    follow?(value: any): void;
    [field: string]: any;
  }

  /** A source, as `kit/asked.py` declares it. */
  interface SourceSpec {
    name: string;
    keys: string[];
    calm?: boolean;
    only?: Record<string, [string, any]>;
    initial?: any;
  }

  /** A stream, as `kit/stream.py` and `kit/live.py` declare it. */
  interface StreamSpec {
    name: string;
    keys: string[];
    film: string;
    prefix?: string;
    live?: { fixed: string[] };
  }

  /** A figure, as `kit/figure.py` declares it. */
  interface FigureSpec {
    id: string;
    stem: string;
    section: string;
    title: string;
    try_this: string;
    caption: string;
    answer: string;
    /** the keys of the controls that the hint names, and of the buttons that each sentence of the caption names */
    names: { hint: string[]; sentences: string[][] };
    layout: string;
    panels: Spec[];
    controls: Control[];
    scrubbers: Control[];
    sources: SourceSpec[];
    streams: StreamSpec[];
    reflects: string[];
    /** attribute, source, and the parts of a path in its answer */
    reports: [string, ...string[]][];
    /** how many functions "show the code" opens; on a saved page their texts */
    code: number | { file: string; text: string }[];
    plotly: string;
    credit: string;
    /** on a saved page: where the figure comes from */
    address?: string;
  }

  /** What a panel gets to see. */
  interface Context {
    section: Section;
    spec: FigureSpec;
    /** the figure's other panels, by name */
    panels: Record<string, any>;
    repaint(panel: Panel): void;
  }

  /** A drawing in a figure. */
  interface Panel {
    root: HTMLElement;
    /** what it is painted again for: see `Section.on` */
    keys: string[];
    /** Show the present values. False while an answer is missing. */
    paint(): boolean;
    /** The theme changed. */
    refresh?(): void;
    /** keep what is drawn for comparison, or let it go */
    pin?(on: boolean): void;
    /** Draw it into a saved picture. */
    draw?(pen: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void | Promise<void>;
    /** As SVG, for a saved drawing. */
    drawing?(width: number, height: number): Promise<string>;
    /** What a saved page needs to know besides the spec. */
    saved?(): Record<string, any>;
    /** attributes for the figure's root */
    data?: Record<string, string>;
    /** whether it has painted once; set by the figure, as is the next */
    done?: boolean;
    /** whether something changed while it was off the screen */
    stale?: boolean;
  }

  /** A run on the server, as its buttons see it. */
  interface Stream {
    start(): void;
    stop(): void;
    running(): boolean;
    own(name: string): string;
    pause?(): void;
    step?(move: string): void;
    reset?(): void;
    back?(): void;
  }
}
