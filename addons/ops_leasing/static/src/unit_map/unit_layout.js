/**
 * Where the boxes of a unit map lie. Plain geometry in pixels: no component, no DOM.
 *
 * A floor is a row; its shops stand in the order of their numbers, as wide as their
 * rent area asks on one scale for the whole project. While every floor fits into one
 * line, it gets one; else lines break, and a shop too wide for half a line becomes a
 * block of several lines, so that its area stays true.
 */

export const GAP = 3;
const LINE = 84;
const LEAST_WIDTH = 46;
const READABLE = 64;

/** Sum of the widths a floor's shops take at a scale. */
function rowWidth(units, scale, least) {
    return units.reduce(
        (sum, unit) => sum + Math.max(least, unit.area * scale) + GAP,
        -GAP
    );
}

function median(numbers) {
    const sorted = numbers.filter((value) => value > 0).sort((a, b) => a - b);
    return sorted.length ? sorted[Math.floor(sorted.length / 2)] : 1;
}

/** The widest scale (pixels per m²) at which every floor fits into one line, or 0. */
export function fittingScale(floors, width, least = LEAST_WIDTH) {
    const fits = (scale) => floors.every((units) => rowWidth(units, scale, least) <= width);
    if (!fits(0)) {
        return 0;
    }
    let low = 0;
    let high = width / Math.min(...floors.flat().map((unit) => unit.area || 1), 1);
    for (let i = 0; i < 40; i++) {
        const middle = (low + high) / 2;
        if (fits(middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/**
 * @param {{id: number, area: number}[][]} floors shops of each floor, in their order
 * @param {number} width room for a line
 * @param {number} zoom 1: one line per floor if that stays readable
 * @returns {{scale: number, floors: {height: number, boxes: Object[]}[]}}
 */
export function layoutFloors(floors, width, zoom = 1) {
    const filled = floors.filter((units) => units.length);
    if (!filled.length || width <= 0) {
        return { scale: 0, floors: floors.map(() => ({ height: 0, boxes: [] })) };
    }
    const middle = median(filled.flat().map((unit) => unit.area));
    const fitting = fittingScale(filled, width);
    const readable = READABLE / middle;
    // one line per floor, unless half of the shops would become unreadable
    const scale = (fitting && fitting * middle >= LEAST_WIDTH ? fitting : readable) * zoom;
    const least = LEAST_WIDTH * Math.min(zoom, 1);
    const line = Math.round(LINE * Math.min(Math.max(zoom, 0.4), 1.25));
    return {
        scale,
        floors: floors.map((units) => layoutFloor(units, { width, scale, least, line })),
    };
}

function layoutFloor(units, { width, scale, least, line }) {
    const boxes = [];
    const starts = []; // where a line begins: right of a block that hangs into it
    const start = (row) => starts[row] || 0;
    const oneLine = rowWidth(units, scale, least) <= width + 0.5;
    let row = 0;
    let x = 0;
    let last = 0;
    for (const unit of units) {
        const wide = Math.max(least, unit.area * scale);
        let rows = 1;
        if (!oneLine && wide > width / 2) {
            rows = Math.ceil(wide / (width / 2));
        }
        const boxWidth = rows > 1 ? (wide * line) / (rows * (line + GAP) - GAP) : wide;
        while (
            (x > start(row) && x + boxWidth > width + 0.5) ||
            (rows > 1 && (x > 0 || start(row) > 0))
        ) {
            row += 1;
            x = start(row);
        }
        boxes.push({
            unit,
            x: Math.round(x * 10) / 10,
            y: row * (line + GAP),
            width: Math.round(boxWidth * 10) / 10,
            height: rows * (line + GAP) - GAP,
        });
        last = Math.max(last, row + rows);
        if (rows > 1) {
            for (let under = row; under < row + rows; under++) {
                starts[under] = boxWidth + GAP;
            }
        }
        x += boxWidth + GAP;
    }
    return { height: last * (line + GAP) - (last ? GAP : 0), boxes };
}

/**
 * A floor cut into parts between its lines, so that a page can break there and what is
 * out of sight need not be drawn. A block of several lines is not cut.
 *
 * @param {{boxes: Object[], height: number}} floor as laid out
 * @param {number} most height of a part, unless a block is higher
 * @returns {{top: number, height: number, boxes: Object[]}[]}
 */
export function partsOf({ boxes, height }, most = 520) {
    const parts = [];
    let part = null;
    let bottom = 0;
    for (const box of [...boxes].sort((a, b) => a.y - b.y || a.x - b.x)) {
        if (!part || (box.y >= bottom && box.y + box.height - part.top > most)) {
            part = { top: box.y, height: 0, boxes: [] };
            parts.push(part);
        }
        part.boxes.push(box);
        bottom = Math.max(bottom, box.y + box.height);
    }
    parts.forEach((each, index) => {
        each.height = (parts[index + 1]?.top ?? height) - each.top;
    });
    return parts;
}

/** Width of a text in pixels, estimated: CJK letters are square, others half as wide. */
export function textWidth(text, size) {
    let width = 0;
    for (const letter of text) {
        const code = letter.codePointAt(0);
        width += code > 0x2e7f ? 1 : code < 0x30 ? 0.36 : code > 0x40 && code < 0x5b ? 0.68 : 0.57;
    }
    return width * size;
}

/** The longest of the wordings (given longest first) that fits, else the last cut off. */
export function fitWording(wordings, room, size) {
    const fits = wordings.find((text) => textWidth(text, size) <= room);
    return fits === undefined ? fitText(wordings.at(-1), room, size) : fits;
}

/** The text, or as much of it as fits with an ellipsis; nothing when not even that. */
export function fitText(text, room, size) {
    if (!text || textWidth(text, size) <= room) {
        return text || "";
    }
    const letters = [...text];
    while (letters.length && textWidth(letters.join("") + "…", size) > room) {
        letters.pop();
    }
    return letters.length ? letters.join("") + "…" : "";
}
