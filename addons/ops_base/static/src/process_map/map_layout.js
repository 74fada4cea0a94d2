/**
 * Where the boxes and arrows of a process map lie. Plain geometry in pixels: no
 * component, no DOM.
 *
 * Boxes stand in columns and rows. Arrows run at right angles in the gaps between
 * them: forward ones in the column gaps, arrows that jump over boxes above the row,
 * returns below it, each in a lane of its own.
 */

const PAD = 12;
const LANE = 12;
const RADIUS = 7;
const MIN_WIDTH = 92;
const MAX_WIDTH = 172;
const MIN_GAP = 20;
const MAX_GAP = 60;
const ROW_GAP = 34;

/** Nodes in reading order: along the row, then the row below. */
export function readingOrder(nodes) {
    return [...nodes].sort(
        (first, second) =>
            first.row - second.row || first.column - second.column || first.id - second.id
    );
}

/**
 * @param {{id: number, column: number, row: number}[]} nodes
 * @param {{id: number, from: number, to: number, kind: string, label: string}[]} edges
 * @param {number} available width to fill
 * @param {number} height of a box
 * @returns {{width: number, height: number, boxes: Object, arrows: Object[]}}
 */
export function layoutMap(nodes, edges, available, height) {
    if (!nodes.length) {
        return { width: 0, height: 0, boxes: {}, arrows: [] };
    }
    const columns = Math.max(...nodes.map((node) => node.column));
    const rows = Math.max(...nodes.map((node) => node.row));
    const cells = new Set(nodes.map((node) => `${node.column}/${node.row}`));
    const byId = Object.fromEntries(nodes.map((node) => [node.id, node]));
    const drawn = edges
        .filter((edge) => byId[edge.from] && byId[edge.to])
        .map((edge) => ({ ...edge, source: byId[edge.from], target: byId[edge.to] }));

    // width: boxes take what there is, within limits; the map scrolls below them
    const inner = available - 2 * PAD;
    const tight = clamp((inner / columns) * 0.26, MIN_GAP, MAX_GAP);
    // boxes come first: where they would be too narrow, the gaps give way
    const spare = (inner - MIN_WIDTH * columns) / Math.max(columns - 1, 1);
    const gap = clamp(spare, MIN_GAP, tight);
    const width = clamp((inner - gap * (columns - 1)) / columns, MIN_WIDTH, MAX_WIDTH);
    const left = (column) => PAD + (column - 1) * (width + gap);

    const lanes = assignLanes(drawn, cells, rows);
    const tops = [];
    let y = PAD;
    for (let row = 1; row <= rows; row++) {
        y += lanes.above[row] * LANE;
        tops[row] = y;
        y += height + lanes.below[row] * LANE + (row < rows ? ROW_GAP : 0);
    }
    const boxes = {};
    for (const node of nodes) {
        boxes[node.id] = { x: left(node.column), y: tops[node.row], width, height };
    }
    const arrows = drawn.map((edge) => {
        const points = route(edge, boxes, cells, { gap, tops, height });
        return {
            id: edge.id,
            kind: edge.kind,
            label: edge.label,
            path: roundedPath(points),
            labelAt: labelPoint(points),
        };
    });
    return {
        width: left(columns) + width + PAD,
        height: y + PAD,
        boxes,
        arrows,
    };
}

function clamp(value, least, most) {
    return Math.min(most, Math.max(least, value));
}

function isReturn(edge) {
    return edge.kind === "return" || edge.target.column < edge.source.column;
}

function rowIsFree(cells, row, first, last) {
    for (let column = first; column <= last; column++) {
        if (cells.has(`${column}/${row}`)) {
            return false;
        }
    }
    return true;
}

/** Does an arrow along its own row have to climb over boxes? */
function jumps({ source, target }, cells) {
    return (
        target.column - source.column > 1 &&
        !rowIsFree(cells, target.row, source.column + 1, target.column - 1) &&
        (source.row === target.row ||
            !rowIsFree(cells, source.row, source.column + 1, target.column - 1))
    );
}

/**
 * Give returns a lane below their row and jumps a lane above it: short ones near the
 * boxes, and two in one lane where they do not meet.
 *
 * @returns {{above: number[], below: number[]}} lanes needed per row
 */
function assignLanes(edges, cells, rows) {
    const taken = { above: {}, below: {} };
    const reach = ({ source, target }) => Math.abs(source.column - target.column);
    for (const edge of [...edges].sort((a, b) => reach(a) - reach(b))) {
        const { source, target } = edge;
        let side, row;
        if (isReturn(edge)) {
            [side, row] = ["below", Math.max(source.row, target.row)];
        } else if (source.column !== target.column && jumps(edge, cells)) {
            [side, row] = ["above", target.row];
        } else {
            continue;
        }
        const span = [source.column, target.column].sort((a, b) => a - b);
        const lanes = (taken[side][row] ||= []);
        const meets = (other) => span[0] <= other[1] && other[0] <= span[1];
        let lane = lanes.findIndex((spans) => !spans.some(meets));
        if (lane < 0) {
            lane = lanes.push([]) - 1;
        }
        lanes[lane].push(span);
        edge.lane = lane + 1;
    }
    const count = (side) =>
        Array.from({ length: rows + 1 }, (_, row) => taken[side][row]?.length || 0);
    return { above: count("above"), below: count("below") };
}

function route(edge, boxes, cells, { gap, tops, height }) {
    const from = boxes[edge.from];
    const to = boxes[edge.to];
    const { source, target } = edge;
    const middle = (box) => box.y + box.height / 2;
    if (isReturn(edge)) {
        const y = tops[Math.max(source.row, target.row)] + height + edge.lane * LANE;
        const out = from.x + from.width / 2 - Math.min(edge.lane - 1, 3) * 8;
        const into = to.x + to.width / 2 + Math.min(edge.lane - 1, 3) * 8;
        return [
            [out, from.y + from.height],
            [out, y],
            [into, y],
            [into, to.y + to.height],
        ];
    }
    if (source.column === target.column) {
        const x = from.x + from.width / 2;
        return source.row < target.row
            ? [[x, from.y + from.height], [x, to.y]]
            : [[x, from.y], [x, to.y + to.height]];
    }
    const start = [from.x + from.width, middle(from)];
    const end = [to.x, middle(to)];
    if (edge.lane) {
        const y = tops[target.row] - edge.lane * LANE;
        const first = start[0] + gap * 0.35;
        const last = end[0] - gap * 0.35;
        return [start, [first, start[1]], [first, y], [last, y], [last, end[1]], end];
    }
    if (source.row === target.row) {
        return [start, end];
    }
    const free = rowIsFree(cells, target.row, source.column + 1, target.column - 1);
    const x = free ? start[0] + gap / 2 : end[0] - gap / 2;
    return [start, [x, start[1]], [x, end[1]], end];
}

/** SVG path through the points with rounded corners. */
export function roundedPath(points) {
    let path = `M${round(points[0])}`;
    for (let i = 1; i < points.length - 1; i++) {
        const [before, corner, after] = [points[i - 1], points[i], points[i + 1]];
        const radius = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2);
        path += `L${round(towards(corner, before, radius))}`;
        path += `Q${round(corner)} ${round(towards(corner, after, radius))}`;
    }
    return `${path}L${round(points.at(-1))}`;
}

/** Words stand over the middle of the longest stretch, or right of an upright one. */
function labelPoint(points) {
    let best = { length: -1 };
    for (let i = 1; i < points.length; i++) {
        const [a, b] = [points[i - 1], points[i]];
        const length = distance(a, b);
        if (length > best.length) {
            best = { length, upright: a[0] === b[0], x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 };
        }
    }
    const { upright } = best;
    return {
        x: Math.round(best.x + (upright ? 5 : 0)),
        y: Math.round(best.y + (upright ? 4 : -4)),
        anchor: upright ? "start" : "middle",
    };
}

function distance([x1, y1], [x2, y2]) {
    return Math.abs(x1 - x2) + Math.abs(y1 - y2);
}

function towards(from, to, length) {
    const whole = distance(from, to) || 1;
    return [0, 1].map((axis) => from[axis] + ((to[axis] - from[axis]) * length) / whole);
}

function round(point) {
    return point.map((value) => Math.round(value * 10) / 10).join(" ");
}
