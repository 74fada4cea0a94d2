import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";

import { user } from "@web/core/user";

const LEFT = 58;
const RIGHT = 10;
const TOP = 12;
const BOTTOM = 24;

/** Round steps for an axis from 0 (or a negative low) up to ``high``. */
export function axisSteps(low, high, count = 4) {
    const span = Math.max(high - low, 0) || 1;
    const raw = span / count;
    const base = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 2.5, 5, 10].map((f) => f * base).find((s) => s >= raw * 0.999);
    const steps = [];
    for (let n = Math.floor(low / step); n * step < low + span + step * 0.999; n++) {
        steps.push(Math.round(n * step * 1e6) / 1e6);
    }
    return steps;
}

/** A figure as short as an axis wants it: 80万, 800K. */
export function compact(value) {
    const options = { notation: "compact", maximumFractionDigits: 1 };
    return new Intl.NumberFormat(user.lang || "en", options).format(value);
}

/**
 * A picture of figures over time or by kind: bars side by side or on top of each other,
 * or lines. Every place can be reached by key, says its figures aloud and opens the list
 * behind it.
 */
export class Picture extends Component {
    static template = "ops_leasing.Picture";
    static props = {
        title: String,
        labels: Array, // short texts under the axis
        names: { type: Array, optional: true }, // long texts, said aloud
        series: Array, // { name, tone, values }; a value may be null
        kind: { type: String, optional: true }, // bars, stack or line
        top: { type: Number, optional: true }, // highest figure of the axis
        format: Function, // exact figure
        short: Function, // figure on the axis
        pick: { type: Function, optional: true },
        mark: { type: Number, optional: true }, // place of today
        height: { type: Number, optional: true },
    };
    static defaultProps = { kind: "bars", height: 210 };

    setup() {
        this.ref = useRef("root");
        this.state = useState({ width: 480, at: -1 });
        onMounted(() => {
            this.observer = new ResizeObserver(() => {
                const width = Math.floor(this.ref.el?.clientWidth || 0);
                if (width && Math.abs(width - this.state.width) > 1) {
                    this.state.width = width;
                }
            });
            this.observer.observe(this.ref.el);
        });
        onWillUnmount(() => this.observer.disconnect());
    }

    get layout() {
        const { series, labels, kind, height, top } = this.props;
        const { width } = this.state;
        const sums = labels.map((_label, i) =>
            kind === "stack"
                ? series.reduce((sum, each) => sum + Math.max(each.values[i] || 0, 0), 0)
                : Math.max(...series.map((each) => each.values[i] ?? 0))
        );
        const lows = labels.map((_label, i) => Math.min(...series.map((s) => s.values[i] ?? 0)));
        const low = Math.min(0, ...lows);
        const steps = axisSteps(low, top ?? Math.max(0, ...sums));
        const bottom = steps[0];
        const high = top ?? steps.at(-1);
        const inner = height - TOP - BOTTOM;
        const y = (value) => TOP + inner - ((value - bottom) / (high - bottom || 1)) * inner;
        const room = (width - LEFT - RIGHT) / (labels.length || 1);
        const places = labels.map((label, i) => ({
            index: i,
            label,
            x: LEFT + room * i,
            middle: LEFT + room * (i + 0.5),
            bars: kind === "line" ? [] : this.barsAt(i, LEFT + room * i, room, y),
            said: this.say(i),
        }));
        // as many labels as fit, the last one among them
        const every = Math.max(1, Math.ceil(46 / room));
        for (const place of places) {
            place.shown = (labels.length - 1 - place.index) % every === 0;
        }
        return {
            width,
            height,
            room,
            places,
            zero: y(Math.max(0, bottom)),
            grid: steps.filter((s) => s <= high * 1.0001).map((value) => ({ value, y: y(value), text: this.props.short(value) })),
            // the first one is drawn last, over the others
            lines: kind === "line" ? series.map((each) => this.lineOf(each, places, y)).reverse() : [],
            mark: this.props.mark >= 0 ? places[this.props.mark] : false,
        };
    }

    barsAt(i, x, room, y) {
        const { series, kind } = this.props;
        const gap = Math.min(8, room * 0.18);
        const wide = Math.min(46, room - gap);
        const from = x + (room - wide) / 2;
        let base = 0;
        return series.map((each, n) => {
            const value = each.values[i] || 0;
            const share = kind === "stack" ? wide : wide / series.length;
            const start = kind === "stack" ? base : 0;
            const ends = [y(start), y(start + value)];
            base += kind === "stack" ? Math.max(value, 0) : 0;
            return {
                tone: each.tone,
                x: from + (kind === "stack" ? 0 : share * n),
                width: Math.max(share - (kind === "stack" ? 0 : 1), 1),
                y: Math.min(...ends),
                height: Math.max(Math.abs(ends[0] - ends[1]), value ? 1 : 0),
            };
        });
    }

    lineOf(each, places, y) {
        // a month without a figure has no point
        const points = places.map((place) =>
            each.values[place.index] === null
                ? false
                : { x: place.middle, y: y(each.values[place.index]) }
        );
        return {
            tone: each.tone,
            points,
            path: points.filter(Boolean).map((p, n) => `${n ? "L" : "M"}${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join(""),
        };
    }

    say(i) {
        const { series, names, labels, format } = this.props;
        const figures = series
            .filter((each) => each.values[i] !== null)
            .map((each) => `${each.name} ${format(each.values[i])}`);
        return `${(names || labels)[i]}: ${figures.join(", ")}`;
    }

    get told() {
        const { at } = this.state;
        return at >= 0 && at < this.props.labels.length ? this.say(at) : "";
    }

    pick(index) {
        this.props.pick?.(index);
    }

    onKey(ev, index) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.pick(index);
        } else if (ev.key === "ArrowRight" || ev.key === "ArrowLeft") {
            ev.preventDefault();
            const next = index + (ev.key === "ArrowRight" ? 1 : -1);
            this.ref.el.querySelector(`g[data-place="${next}"]`)?.focus();
        }
    }
}
