import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/**
 * A stretch of time as people say it: hours on the first day, then whole days.
 *
 * @param {number} days
 * @returns {string}
 */
export function formatDays(days) {
    if (!days || days < 1 / 24) {
        return _t("less than an hour");
    }
    if (days < 1) {
        const hours = Math.floor(days * 24);
        return hours === 1 ? _t("1 hour") : _t("%s hours", hours);
    }
    const whole = Math.floor(days);
    return whole === 1 ? _t("1 day") : _t("%s days", whole);
}

/**
 * A moment the server gave in UTC, in the user's zone and words: day, hour, minute.
 *
 * @param {string|false} value
 * @returns {string}
 */
export function formatMoment(value) {
    return value ? toLocaleDateTimeString(deserializeDateTime(value)) : "";
}
