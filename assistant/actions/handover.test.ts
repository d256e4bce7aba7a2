import { test } from "vitest";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { Desk } from "../../contracts/reception.ts";
import { EMAIL, orderOf } from "../testing/order-of.ts";
import { RecordingShop } from "../testing/recording-shop.ts";
import { responseNames, runAction, slotsOf, valuesOf } from "../testing/run-action.ts";
import { openingInWords } from "./dates-in-words.ts";

const shop = (): RecordingShop => new RecordingShop({ email: EMAIL, orders: [orderOf({})] });
const desk = (takesConversations: boolean, nextOpeningAtMs: number | null = null): Desk => ({
	reception: async () => ({ takesConversations, nextOpeningAtMs }),
});
/** A Monday, 09:00 in Berlin. */
const MONDAY = Date.parse("2026-11-23T08:00:00Z");
const asked = (metadata: Record<string, JsonValue>): DialogueEvent[] => [
	{ event: "user", text: "a person, please", parse_data: {}, metadata },
];

test("[SA24] while the desk takes conversations nobody is asked for an address, and no ticket is opened", async ({
	expect,
}) => {
	const into = {
		events: [
			{ event: "slot", name: "requested_slot", value: null },
			{ event: "pause", metadata: { handoff: "asked" } },
		],
		responses: [{ response: "utter_handover_queued" }],
	};
	const called = shop();
	expect(await runAction("action_ask_handover_form_email", { desk: desk(true) }, called)).toEqual(into);
	const slots = { email: EMAIL };
	expect(await runAction("action_open_handover", { slots, desk: desk(true) }, called)).toEqual(into);
	expect(called.calls).toEqual([]);
	const closed = await runAction("action_open_handover", { slots, desk: desk(false) }, called);
	expect(responseNames(closed)).toEqual(["utter_handover_opened"]);
});

test("[SA24] outside of the hours the next opening is told in the customer's time zone, then a ticket is offered", async ({
	expect,
}) => {
	const ask = (metadata: Record<string, JsonValue>, language = "en") =>
		runAction(
			"action_ask_handover_form_email",
			{ events: asked(metadata), desk: desk(false, MONDAY) },
			shop(),
			language,
		);
	const told = await ask({ time_zone: "America/New_York" });
	expect(responseNames(told)).toEqual(["utter_desk_closed", "utter_ask_handover_form_email"]);
	expect(slotsOf(told)).toEqual({ pending_confirmation: "nothing" });
	expect(valuesOf(told)).toEqual({ opening: expect.stringMatching(/^Monday.* 03:00$/u) });
	expect(valuesOf(await ask({ time_zone: "Asia/Tokyo" }, "de"))).toEqual({
		opening: expect.stringMatching(/^Montag.* 17:00$/u),
	});
	// a page that says nothing, or nonsense: the shop's clock, named
	for (const metadata of [{}, { time_zone: "Nowhere/At_all" }, { time_zone: 7 }])
		expect(valuesOf(await ask(metadata))).toEqual({ opening: expect.stringMatching(/09:00 CET$/u) });
	const unknown = await runAction("action_ask_handover_form_email", { desk: desk(false) }, shop());
	expect(responseNames(unknown)).toEqual(["utter_ask_handover_form_email"]);
});

test("[SA29] whoever asks for the hours is told what holds now, and nothing where the site has none", async ({
	expect,
}) => {
	const ask = (at: Desk) => runAction("action_opening_hours", { desk: at, events: asked({}) }, shop());
	expect(responseNames(await ask(desk(true)))).toEqual(["utter_desk_open", "utter_opening_hours"]);
	const closed = await ask(desk(false, MONDAY));
	expect(responseNames(closed)).toEqual(["utter_desk_closed", "utter_opening_hours"]);
	expect(valuesOf(closed)).toEqual({ opening: expect.stringMatching(/^Monday.* 09:00 CET$/u) });
	expect(responseNames(await ask(desk(false)))).toEqual(["utter_opening_hours"]);
	// an address known already: the ticket itself says when somebody is back, once
	const slots = { email: EMAIL };
	const open = (events: DialogueEvent[]) =>
		runAction("action_open_handover", { slots, desk: desk(false, MONDAY), events }, shop());
	expect(responseNames(await open(asked({})))).toEqual(["utter_desk_closed", "utter_handover_opened"]);
	const told: DialogueEvent = { event: "action", name: "action_ask_handover_form_email" };
	expect(responseNames(await open([told, ...asked({})]))).toEqual(["utter_handover_opened"]);
	const closedNow = { desk: desk(false, MONDAY), events: asked({}) };
	const topic = await runAction("action_ask_handover_form_handover_topic", closedNow, shop());
	expect(responseNames(topic)).toEqual(["utter_desk_closed", "utter_ask_handover_topic"]);
});

test("[SA24] an opening far away has its date", ({ expect }) => {
	const wording = { nowMs: MONDAY - 20 * 86_400_000, locale: "en-GB" };
	expect(openingInWords(MONDAY, "Europe/Berlin", wording)).toMatch(/^Monday,? 23 November.* 09:00$/u);
});
