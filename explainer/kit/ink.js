// Text of the page drawn into a canvas, for a saved picture: words where the browser put them, in their own
// fonts, with pictures, lines, boxes, roots and backgrounds. It fetches nothing.

/** Draw what `root` shows, its corner at (x, y). @param {CanvasRenderingContext2D} pen @param {Element} root */
export async function ink(pen, root, x, y) {
  const corner = root.getBoundingClientRect();
  pen.save();
  pen.translate(x - corner.left, y - corner.top);
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  await element(pen, root);
  pen.restore();
}

async function element(pen, node) {
  const style = getComputedStyle(node);
  if (style.display === "none" || style.visibility === "hidden") return;
  const box = node.getBoundingClientRect();
  if (box.width <= 1.5 && box.height <= 1.5 && style.position === "absolute") return; // for screen readers alone
  if (node.localName === "svg") return picture(pen, node, box, style);
  if (node.localName === "canvas") return pixels(pen, node, box, style);
  ground(pen, box, style);
  outline(pen, box, style);
  if (node.localName === "mfrac") bar(pen, node, box, style);
  if (node.localName === "msqrt") radical(pen, node, box, style);
  const cut = style.overflowX !== "visible" || style.overflowY !== "visible";
  if (cut) {
    pen.save();
    pen.beginPath();
    pen.rect(box.left, box.top, box.width, box.height);
    pen.clip();
  }
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) text(pen, child, node, style);
    else if (child.nodeType === Node.ELEMENT_NODE) await element(pen, child);
  }
  if (cut) pen.restore();
}

/** A canvas, its pixels as squares where the page shows them so. */
function pixels(pen, canvas, box, style) {
  if (!canvas.width || !canvas.height) return;
  pen.imageSmoothingEnabled = style.imageRendering !== "pixelated";
  pen.drawImage(canvas, box.left, box.top, box.width, box.height);
}

const SIDES = ["Top", "Right", "Bottom", "Left"];

/** Background and borders. */
function ground(pen, box, style) {
  if (!clear(style.backgroundColor)) {
    pen.fillStyle = style.backgroundColor;
    pen.fillRect(box.left, box.top, box.width, box.height);
  }
  for (const side of SIDES) {
    const width = parseFloat(style[`border${side}Width`]);
    const color = style[`border${side}Color`];
    if (!width || style[`border${side}Style`] === "none" || clear(color)) continue;
    pen.fillStyle = color;
    const [left, top] = [side === "Right" ? box.right - width : box.left, side === "Bottom" ? box.bottom - width : box.top];
    const flat = side === "Top" || side === "Bottom";
    pen.fillRect(left, top, flat ? box.width : width, flat ? width : box.height);
  }
}

/** An outline, such as the mark of a picked pixel. */
function outline(pen, box, style) {
  const width = parseFloat(style.outlineWidth);
  if (style.outlineStyle === "none" || !width) return;
  const out = parseFloat(style.outlineOffset) + width / 2;
  pen.strokeStyle = style.outlineColor;
  pen.lineWidth = width;
  pen.strokeRect(box.left - out, box.top - out, box.width + 2 * out, box.height + 2 * out);
}

const clear = (color) => color === "transparent" || /^rgba\(.*, 0\)$/.test(color);

/** The words of a text node, each where it stands: the line may break between any two. */
function text(pen, node, parent, style) {
  const variable = parent.localName === "mi" && node.data.trim().length === 1 && !parent.hasAttribute("mathvariant");
  pen.font = `${variable ? "italic" : style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.color;
  const range = document.createRange();
  for (const word of node.data.matchAll(/\S+/g)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    for (const line of range.getClientRects()) {
      const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText(word[0]);
      pen.fillText(word[0], line.left, line.top + (line.height - up - down) / 2 + up);
      break; // a word broken over two lines is drawn whole on the first
    }
  }
}

/** MathML's fraction line, which no computed style describes. */
function bar(pen, node, box, style) {
  const [over, under] = [...node.children].map((part) => part.getBoundingClientRect());
  pen.fillStyle = style.color;
  pen.fillRect(box.left, (over.bottom + under.top) / 2 - 0.5, box.width, 1);
}

/** MathML's root. */
function radical(pen, node, box, style) {
  const inside = node.firstElementChild?.getBoundingClientRect();
  if (!inside) return;
  const width = inside.left - box.left;
  pen.strokeStyle = style.color;
  pen.lineWidth = 1.1;
  pen.beginPath();
  pen.moveTo(box.left, box.top + 0.6 * box.height);
  pen.lineTo(box.left + 0.25 * width, box.top + 0.55 * box.height);
  pen.lineTo(box.left + 0.6 * width, box.bottom - 1);
  pen.lineTo(inside.left - 1, box.top + 1);
  pen.lineTo(box.right, box.top + 1);
  pen.stroke();
}

/** A drawn sign, such as a large root. */
async function picture(pen, node, box, style) {
  const copy = node.cloneNode(true);
  copy.setAttribute("width", box.width);
  copy.setAttribute("height", box.height);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.style.fill = copy.style.color = style.color;
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  try {
    await image.decode();
    pen.drawImage(image, box.left, box.top, box.width, box.height);
  } catch (problem) {
    console.warn(problem); // the rest of the picture is worth having
  }
}
