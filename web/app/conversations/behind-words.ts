/** What a list of conversations behind a number is of, in words. */

const FIGURES: Readonly<Record<string, string>> = {
	conversations: "Conversations",
	contained: "Contained",
	confirmed: "Confirmed",
	assumed: "Assumed",
	returned: "Returned within 72 h",
	lasting: "Lasting",
	resolvedByPerson: "Resolved by a person",
	handedOff: "Handed off",
	fallbacks: "Not understood",
	agentMessages: "With people",
	thumbsUp: "Thumbs up",
	thumbsDown: "Thumbs down",
	rated: "Rated",
	botResponse: "With a bot response",
	personResponse: "With a response of a person",
	waiting: "Waited for people",
	resolution: "With a resolution time",
};
const STEPS: Readonly<Record<string, string>> = {
	started: "started",
	completed: "completed",
	abandoned: "abandoned",
	asked: "asked",
	filled: "filled",
};
const WEEKDAYS = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/** @param params - the address of the list: see BehindQuery */
export function behindInWords(params: URLSearchParams): string {
	const text = (name: string): string | null => params.get(name);
	const cohort = text("cohort");
	const [form, slot, intent] = [text("form"), text("slot"), text("intent")];
	const parts = [
		FIGURES[text("figure") ?? ""] ?? "Conversations",
		text("rating") === null ? null : `${text("rating")} of 5`,
		text("minMs") === null ? null : `${text("minMs")} ms or longer`,
		form === null
			? null
			: `form ${form}${slot === null ? "" : `, slot ${slot}`}: ${STEPS[text("step") ?? "started"]}`,
		intent === null
			? null
			: `intent ${intent}${text("confusedWith") === null ? "" : `, or ${text("confusedWith")}`}`,
		text("isResolvedByAgent") === "true" ? "resolved by this person" : null,
		text("weekday") === null ? null : `${WEEKDAYS[Number(text("weekday")) - 1]} at ${text("hour")} o’clock`,
		cohort === null
			? null
			: `customers who first wrote in the week of ${cohort}${weekInWords(text("cohortWeek"))}`,
		text("channel") === null ? null : `channel ${text("channel")}`,
		text("language") === null ? null : `language ${text("language")}`,
		text("agentId") === null || text("isResolvedByAgent") === "true" ? null : "with this person",
		text("labelId") === null ? null : "with this label",
		text("modelId") === null ? null : `model ${text("modelId")}`,
		text("hours") === null && text("siteId") === null ? null : "within the hours chosen",
		text("tests") === "true" ? "with test conversations" : null,
		cohort === null ? spanInWords(text("from"), text("to"), text("zone") ?? "UTC") : null,
	];
	return parts.filter((part) => part !== null).join(" · ");
}

function weekInWords(week: string | null): string {
	if (week === null) return "";
	return week === "0" ? ", their first conversation" : `, and again in week ${week}`;
}

function spanInWords(from: string | null, to: string | null, zone: string): string | null {
	const [fromMs, toMs] = [Date.parse(from ?? ""), Date.parse(to ?? "") - 1];
	if (Number.isNaN(fromMs) || Number.isNaN(toMs) || fromMs > toMs) return null;
	const isShort = toMs - fromMs < 86_400_000 - 1;
	const shape = { day: "numeric", month: "short", year: "numeric" } as const;
	return new Intl.DateTimeFormat("en-GB", {
		...shape,
		...(isShort ? { hour: "2-digit", minute: "2-digit" } : {}),
		timeZone: zone,
	}).formatRange(fromMs, toMs);
}
