// The contents of the page, as `contents.py` numbers them: chapters, their sections, their figures.

/**
 * @typedef {{name: string, id: string, title: string, number: string}} Entry
 * @typedef {{name: string, title: string, number: string, figures: Entry[]}} SectionEntry
 * @typedef {{name: string, title: string, number: string, sections: SectionEntry[]}} ChapterEntry
 */

/** Empty where a section stands alone. @type {ChapterEntry[]} */
export const chapters = JSON.parse(globalThis.document?.getElementById("dl-contents")?.textContent ?? "[]");

/** All sections in the order of the talk. */
export const sections = chapters.flatMap((chapter) => chapter.sections.map((section) => ({ chapter, section })));

/** The section of that name with its chapter, or undefined. @param {string | null | undefined} name */
export const find = (name) => sections.find(({ section }) => section.name === name);

/** The figure that links call `name`, or undefined. */
export const figureOf = (section, name) => find(section)?.section.figures.find((figure) => figure.name === name);

/** Number and title in one. @param {{number: string, title: string}} entry */
export const numbered = ({ number, title }) => `${number} ${title}`.trim();
