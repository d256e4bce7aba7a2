/** What a report is asked for, from its query. */
import type { Context } from "hono";
import {
	type AnalyticsFilter,
	type AnalyticsGroup,
	MAX_ANALYTICS_DAYS,
	MAX_ANALYTICS_POINTS,
	UNKNOWN_LANGUAGE,
} from "../../../../contracts/analytics-filter.ts";
import type { BusinessHours } from "../../../../contracts/business-hours.ts";
import { type AnalyticsQuestion, type OpenHours, spanBefore } from "../../../../store/analytics/question.ts";
import { findSite } from "../../../../store/sites.ts";
import { AppError } from "../../../errors.ts";
import type { HonoEnv } from "../../../hono-env.ts";

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
const GROUP_MS: Readonly<Record<AnalyticsGroup, number>> = {
	hour: 3_600_000,
	day: DAY_MS,
	week: 7 * DAY_MS,
	month: 28 * DAY_MS,
};

/** The same, within a site's business hours where one is named. */
export async function readQuestion(c: Context<HonoEnv>, filter: AnalyticsFilter): Promise<AnalyticsQuestion> {
	const question = questionOf(filter, c.var.surroundings.nowMs());
	if (filter.siteId === undefined) return question;
	if (question.hours !== null) throw badField("siteId", "has hours of its own: leave `hours` out");
	const site = await findSite(c.var.services.database, filter.siteId);
	if (site === null) throw badField("siteId", "is no site's");
	return { ...question, hours: site.businessHours === null ? null : hoursOfSite(site.businessHours) };
}

/** @param defaultDays - how far back a report goes that names no beginning */
export function questionOf(filter: AnalyticsFilter, nowMs: number, defaultDays = 30): AnalyticsQuestion {
	const toMs = Math.ceil((filter.to === undefined ? nowMs : Date.parse(filter.to)) / QUARTER_MS) * QUARTER_MS;
	const fromMs =
		filter.from === undefined
			? toMs - defaultDays * DAY_MS
			: Math.floor(Date.parse(filter.from) / QUARTER_MS) * QUARTER_MS;
	if (fromMs >= toMs) throw badField("from", "is not before `to`");
	if (toMs - fromMs > MAX_ANALYTICS_DAYS * DAY_MS)
		throw badField("from", `is more than ${MAX_ANALYTICS_DAYS} days before \`to\``);
	return {
		fromMs,
		toMs,
		zone: filter.zone,
		channel: filter.channel ?? null,
		language: filter.language === UNKNOWN_LANGUAGE ? "" : (filter.language ?? null),
		intent: filter.intent ?? null,
		agentId: filter.agentId ?? null,
		labelId: filter.labelId ?? null,
		modelId: filter.modelId ?? null,
		hours: filter.hours === undefined ? null : openHours(filter.hours, filter.zone),
		withTests: filter.tests,
	};
}

/** A chart of more points than anybody can see is refused, with what to do instead. */
export function checkPoints({ fromMs, toMs }: AnalyticsQuestion, group: AnalyticsGroup): void {
	if ((toMs - fromMs) / GROUP_MS[group] > MAX_ANALYTICS_POINTS)
		throw badField(
			"groupBy",
			`gives more than ${MAX_ANALYTICS_POINTS} points: take a coarser one or a shorter range`,
		);
}

/** What the answer says of the span that it is about. */
export function rangeOf(question: AnalyticsQuestion, compare: boolean) {
	const span = ({ fromMs, toMs }: AnalyticsQuestion) => ({
		from: new Date(fromMs).toISOString(),
		to: new Date(toMs).toISOString(),
	});
	return { ...span(question), zone: question.zone, before: compare ? span(spanBefore(question)) : null };
}

/** `1-5 09:00-17:00; 6 10:00-14:00`, as the contract has checked it. */
function openHours(text: string, zone: string): OpenHours {
	const weekly = text.split(";").map((part) => {
		const [days = "", span = ""] = part.trim().split(" ");
		const [opens = "", closes = ""] = span.split("-");
		if (opens >= closes)
			throw badField("hours", `closes before it opens: ${part.trim()}; past midnight needs two spans`);
		return { fromWeekday: Number(days.at(0)), toWeekday: Number(days.at(-1)), opens, closes };
	});
	return { zone, weekly, exceptions: [] };
}

function hoursOfSite({ timeZone, weekly, exceptions }: BusinessHours): OpenHours {
	const { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = weekly;
	const days = [monday, tuesday, wednesday, thursday, friday, saturday, sunday];
	return {
		zone: timeZone,
		weekly: days.flatMap((spans, place) =>
			spans.map((span) => ({ ...span, fromWeekday: place + 1, toWeekday: place + 1 })),
		),
		exceptions,
	};
}

function badField(name: string, message: string): AppError {
	return new AppError("bad_request", "The request has fields that can't be taken.", {
		fields: [{ path: `query.${name}`, message }],
	});
}
