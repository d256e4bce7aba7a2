import { test } from "vitest";
import { DeskSettings } from "../../../contracts/inbox.ts";
import { draftOfTeam, teamOf } from "./team-draft.ts";

const SETTINGS: DeskSettings = {
	assignment: "by_load",
	maxOpenPerAgent: 7,
	firstResponseMinutes: null,
	handoff: {
		queue: "attended",
		intents: ["talk_to_person", "complain"],
		failures: 3,
		negative: null,
		negativeIntents: [],
	},
};

test("[DA12] what was set comes back as it was; nothing in a field is never", ({ expect }) => {
	for (const settings of [SETTINGS, DeskSettings.parse({})])
		expect(teamOf(draftOfTeam(settings))).toEqual({ ok: true, value: settings });
	expect(draftOfTeam(SETTINGS)).toMatchObject({
		firstResponseMinutes: "",
		negative: "",
		intents: "talk_to_person\ncomplain",
	});
	const draft = { ...draftOfTeam(SETTINGS), intents: " a \n\nb, a\n" };
	expect(teamOf(draft)).toMatchObject({ value: { handoff: { intents: ["a", "b"] } } });
});

test("[DA12] what is no whole number is named by its field, and nothing is sent", ({ expect }) => {
	const draft = { ...draftOfTeam(SETTINGS), maxOpenPerAgent: "", failures: "two", negative: "-1" };
	expect(teamOf(draft)).toMatchObject({
		ok: false,
		fault: {
			fields: {
				maxOpenPerAgent: "Write a whole number.",
				failures: "Write a whole number.",
				negative: "Write a whole number.",
			},
		},
	});
});
