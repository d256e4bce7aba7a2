import { test } from "vitest";
import { feedbackFrame, redactedFeedback } from "./given-feedback.ts";

test("[FB2] of each message and each resolution the last word is told", ({ expect }) => {
	const given = [
		{ seq: 2, rating: "up" as const },
		{ seq: 9, csat: 5 },
		{ seq: 4, rating: "down" as const, reason: "not true" },
		{ seq: 2, rating: null },
		{ seq: 9, csat: 2, comment: "took long" },
		{ seq: 4, rating: "down" as const },
	];
	expect(feedbackFrame(given)).toEqual({
		type: "feedback",
		messages: [
			{ seq: 2, rating: null },
			{ seq: 4, rating: "down" },
		],
		resolutions: [{ seq: 9, rating: 2, comment: "took long" }],
	});
});

test("[FB3] what is written with a judgement or a rating is redacted", ({ expect }) => {
	const redacted = (text: string): string => text.replaceAll("4111", "[card]");
	expect(redactedFeedback({ seq: 2, rating: "down", reason: "my 4111" }, redacted)).toEqual({
		seq: 2,
		rating: "down",
		reason: "my [card]",
	});
	expect(redactedFeedback({ seq: 9, csat: 1, comment: "my 4111" }, redacted)).toEqual({
		seq: 9,
		csat: 1,
		comment: "my [card]",
	});
	expect(redactedFeedback({ seq: 9, csat: 1 }, redacted)).toEqual({ seq: 9, csat: 1 });
});
