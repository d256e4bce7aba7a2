import { test } from "vitest";
import { behindQuery, wayBack } from "./behind-api.ts";
import { behindInWords } from "./behind-words.ts";

/** Spaces of whatever width. */
const words = (query: string): string => behindInWords(new URLSearchParams(query)).replaceAll(/\s/gu, " ");
const NOVEMBER = "from=2026-10-31T23:00:00Z&to=2026-11-30T23:00:00Z&zone=Europe/Berlin";

test("[AP3] a list behind a number says in words of what it is", ({ expect }) => {
	expect(words(`figure=contained&channel=rest&${NOVEMBER}`)).toBe(
		"Contained · channel rest · 1 – 30 Nov 2026",
	);
	expect(words(`figure=rated&rating=2&${NOVEMBER}`)).toBe("Rated · 2 of 5 · 1 – 30 Nov 2026");
	expect(words(`figure=conversations&form=return_form&slot=email&step=asked&${NOVEMBER}`)).toBe(
		"Conversations · form return_form, slot email: asked · 1 – 30 Nov 2026",
	);
	expect(words(`figure=conversations&intent=a&confusedWith=b&weekday=7&hour=3&${NOVEMBER}`)).toBe(
		"Conversations · intent a, or b · Sundays at 3 o’clock · 1 – 30 Nov 2026",
	);
	expect(
		words(`figure=conversations&cohort=2026-11-02&cohortWeek=2&${NOVEMBER}`),
		"a cohort has no range",
	).toBe("Conversations · customers who first wrote in the week of 2026-11-02, and again in week 2");
	expect(words("figure=nonsense&from=soon")).toBe("Conversations");
});

test("[AP3] the way back leads to a report and nowhere else", ({ expect }) => {
	const back = (to: string) => wayBack(new URLSearchParams({ back: to }));
	expect(back("/analytics/intents?range=7d")).toBe("/analytics/intents?range=7d");
	for (const to of ["//example.com", "/analyticsx", "https://example.com/analytics", "/admin/users", ""])
		expect(back(to), to).toBeNull();
	expect(behindQuery(new URLSearchParams("figure=contained&back=/analytics")).toString()).toBe(
		"figure=contained",
	);
});
