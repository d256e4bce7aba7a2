import { test } from "vitest";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { EMAIL, orderOf, productOf } from "../testing/order-of.ts";
import { RecordingShop } from "../testing/recording-shop.ts";
import { responseNames, runAction, slotsOf, valuesOf } from "../testing/run-action.ts";
import { NOW_MS } from "../testing/test-day.ts";
import { productWords } from "./products.ts";

const change = { idempotencyKey: "turn-1:0", nowMs: NOW_MS, conversationId: "conversation-1" };
const shop = (): RecordingShop => new RecordingShop({ email: EMAIL, orders: [orderOf({})] });
const user = (text: string, intent: string): DialogueEvent => ({
	event: "user",
	text,
	parse_data: { intent: { name: intent, confidence: 1 } },
});

test("[SA9] a return left for another order is kept with its own order, and offered again", async ({
	expect,
}) => {
	const left = await runAction(
		"action_enter_form",
		{
			slots: { order_number: "A-10001", email: EMAIL, wrong_tries: 1 },
			intent: "order_status",
			activeLoop: "return_form",
		},
		shop(),
	);
	const whose = { paused_order_number: "A-10001", paused_email: EMAIL };
	const waiting = { paused_form: "return_form", ...whose, wrong_tries: 0 };
	expect(slotsOf(left)).toEqual(waiting);
	expect(left.responses).toEqual([{ response: "utter_form_paused", values: { form_title: "return" } }]);
	const slots = { ...waiting, order_number: "A-10001", email: EMAIL };
	const answered = await runAction("action_order_status", { slots }, shop());
	expect(responseNames(answered).at(-1)).toBe("utter_offer_resume");
	expect(slotsOf(answered)).toEqual({ pending_confirmation: "resume_form" });
	const resumed = await runAction(
		"action_resume_form",
		{ slots: { ...slots, order_number: "A-10288", email: "other@example.com" } },
		shop(),
	);
	expect(slotsOf(resumed)).toEqual({
		order_number: "A-10001",
		email: EMAIL,
		tried_email: null,
		paused_form: null,
		paused_order_number: null,
		paused_email: null,
		pending_confirmation: "nothing",
	});
	expect(resumed.events.at(-1)).toEqual({ event: "followup", name: "return_form" });
});

test("[SA9] coming back by oneself takes the kept form up again", async ({ expect }) => {
	const slots = { paused_form: "return_form", paused_order_number: "A-10001", return_reason: "too small" };
	const back = await runAction("action_enter_form", { slots, intent: "return_order" }, shop());
	expect(slotsOf(back)).toEqual({
		order_number: "A-10001",
		paused_form: null,
		paused_order_number: null,
		paused_email: null,
		wrong_tries: 0,
	});
});

test("a form that begins anew forgets its own answers, but not what this message says", async ({
	expect,
}) => {
	const slots = { order_number: "A-10001", return_reason: "old", return_confirmed: true };
	const fresh = await runAction("action_enter_form", { slots, intent: "return_order" }, shop());
	expect(slotsOf(fresh)).toEqual({ return_reason: null, return_confirmed: null, wrong_tries: 0 });
	const entities = [{ entity: "return_reason", value: "too big" }];
	const told = await runAction("action_enter_form", { slots, intent: "return_order", entities }, shop());
	expect(slotsOf(told)).toEqual({ return_confirmed: null, wrong_tries: 0 });
});

test("the same question inside its form is answered with what is missing", async ({ expect }) => {
	const again = await runAction(
		"action_enter_form",
		{ intent: "delivery_date", activeLoop: "order_lookup_form" },
		shop(),
	);
	expect(again).toEqual({ events: [], responses: [{ response: "utter_form_goes_on" }] });
});

test("a number given afterwards asks the last question again for that order", async ({ expect }) => {
	const events: DialogueEvent[] = [
		{ event: "active_loop", name: "order_lookup_form" },
		{ event: "active_loop", name: null },
	];
	const other = await runAction("action_note_details", { text: "the other one, 10002", events }, shop());
	expect(other.events).toEqual([
		{ event: "slot", name: "order_number", value: "A-10002" },
		{ event: "followup", name: "order_lookup_form" },
	]);
	const first = await runAction("action_note_details", { text: "A-10002" }, shop());
	expect(responseNames(first)).toEqual(["utter_details_noted"]);
	const nothing = await runAction("action_note_details", { text: "too big" }, shop());
	expect(responseNames(nothing)).toEqual(["utter_details_without_context"]);
});

test("stop and goodbye end the form and what it waits for; outside they say so", async ({ expect }) => {
	const inForm = { activeLoop: "return_form", slots: { paused_form: "return_form" } };
	const stopped = await runAction("action_stop", inForm, shop());
	expect(stopped.events).toContainEqual({ event: "active_loop", name: null });
	expect(slotsOf(stopped)).toMatchObject({
		requested_slot: null,
		pending_confirmation: "nothing",
		paused_form: null,
	});
	expect(responseNames(await runAction("action_say_goodbye", inForm, shop()))).toEqual([
		"utter_goodbye_in_form",
	]);
	expect(responseNames(await runAction("action_stop", {}, shop()))).toEqual(["utter_nothing_to_stop"]);
	expect(responseNames(await runAction("action_say_goodbye", {}, shop()))).toEqual(["utter_goodbye"]);
});

test("a no drops what was proposed, and says what becomes of it", async ({ expect }) => {
	const drop = async (slots: Record<string, string>) =>
		runAction("action_drop_confirmation", { slots }, shop());
	const kept = await drop({ pending_confirmation: "cancel_order", order_number: "A-10001" });
	expect(kept.responses).toEqual([{ response: "utter_order_kept", values: { number: "A-10001" } }]);
	expect(responseNames(await drop({ pending_confirmation: "handover" }))).toEqual(["utter_no_person"]);
	const left = await drop({ pending_confirmation: "resume_form", paused_form: "return_form" });
	expect(left.responses).toEqual([{ response: "utter_form_dropped", values: { form_title: "return" } }]);
	expect(slotsOf(left)).toEqual({
		pending_confirmation: "nothing",
		paused_form: null,
		paused_order_number: null,
		paused_email: null,
	});
	const noOrder = await drop({ pending_confirmation: "check_cancellation" });
	expect(responseNames(noOrder)).toEqual(["utter_deny_without_context"]);
});

test("[SA25] what the bot proposes waits for a yes or no: a person, to look at a cancellation, two meanings", async ({
	expect,
}) => {
	expect(slotsOf(await runAction("action_soothe", {}, shop()))).toEqual({ pending_confirmation: "handover" });
	expect(slotsOf(await runAction("action_stop", {}, shop()))).toEqual({
		pending_confirmation: "check_cancellation",
	});
	const begun = await runAction("action_begin_cancellation", {}, shop());
	expect(slotsOf(begun)).toEqual({
		pending_confirmation: "nothing",
		lookup_topic: "cancel_order",
		wrong_tries: 0,
	});
	expect(begun.events.at(-1)).toEqual({ event: "followup", name: "order_lookup_form" });
	const again = await runAction("action_ask_again", {}, shop());
	expect(slotsOf(again)).toEqual({ pending_confirmation: "nothing" });
	expect(responseNames(again)).toEqual(["utter_ask_rephrase"]);
});

test("[SA13] a no between two fallbacks mends nothing; a person who was not wanted is not offered at once again", async ({
	expect,
}) => {
	const after = async (...events: DialogueEvent[]) =>
		responseNames(
			await runAction(
				"action_not_understood",
				{ intent: "nlu_fallback", events: [...events, user("grr", "nlu_fallback")] },
				shop(),
			),
		);
	const fallback = user("brr", "nlu_fallback");
	expect(await after(fallback, user("no", "deny"))).toEqual(["utter_not_understood_again"]);
	expect(await after(fallback, user("hi", "greet"))).toEqual(["utter_ask_rephrase"]);
	const dropped: DialogueEvent = { event: "action", name: "action_drop_confirmation" };
	expect(await after(fallback, fallback, user("no", "deny"), dropped)).toEqual(["utter_ask_rephrase"]);
});

test("[SA10] [SA8] a person gets what the customer wrote, once a conversation", async ({ expect }) => {
	const called = shop();
	const events = [
		user("my desk wobbles", "complaint"),
		user("/talk_to_person", "talk_to_person"),
		user(EMAIL, "inform"),
	];
	const slots = { email: EMAIL, order_number: "A-10001" };
	const first = await runAction("action_open_handover", { slots, events }, called);
	expect(called.callsOf("openTicket")).toEqual([
		[
			{ topic: "handover", summary: `my desk wobbles\n${EMAIL}`, email: EMAIL, orderNumber: "A-10001" },
			change,
		],
	]);
	expect(first.responses).toEqual([
		{ response: "utter_handover_opened", values: { ticket: "T-3001", email: EMAIL } },
	]);
	expect(slotsOf(first)).toEqual({ handover_ticket: "T-3001" });
	const again = await runAction(
		"action_open_handover",
		{ slots: { ...slots, handover_ticket: "T-3001" } },
		called,
	);
	expect(responseNames(again)).toEqual(["utter_handover_already_open"]);
	expect(called.callsOf("openTicket")).toHaveLength(1);
	const unknown = await runAction("action_open_handover", {}, shop());
	expect(responseNames(unknown)).toEqual(["utter_handover_opened_without_email"]);
});

test("[SA10] damage and complaints become tickets of their topic", async ({ expect }) => {
	const called = shop();
	const slots = {
		email: EMAIL,
		order_number: "A-10001",
		damage_description: "a crack",
		damage_wish: "replacement",
	};
	const damage = await runAction("action_report_damage", { slots }, called);
	expect(valuesOf(damage)).toEqual({
		ticket: "T-3001",
		number: "A-10001",
		email: EMAIL,
		wish: "a replacement",
	});
	await runAction(
		"action_submit_complaint",
		{ slots: { email: EMAIL, complaint_text: "rude driver" } },
		called,
	);
	expect(called.callsOf("openTicket").map(([ticket]) => ticket)).toEqual([
		{
			topic: "damaged_parcel",
			summary: "Wants a replacement. a crack",
			email: EMAIL,
			orderNumber: "A-10001",
		},
		{ topic: "complaint", summary: "rude driver", email: EMAIL, orderNumber: null },
	]);
});

test("[SA12] the words of a question that name a product", ({ expect }) => {
	expect(productWords("How much is the Arco floor lamp?")).toBe("arco floor lamp");
	expect(productWords("do you have an espresso machine in stock")).toBe("espresso machine");
	expect(productWords("what's the price of the chef's knife")).toBe("chef's knife");
	expect(productWords("how much is it")).toBe("");
	expect(productWords("is it still available?")).toBe("");
});

test("[SA12] one product is answered and remembered, several are buttons, none is said", async ({
	expect,
}) => {
	const kettles = [productOf({}), productOf({ sku: "KIT-202", name: "Whistling Stovetop Kettle", stock: 0 })];
	const store = new RecordingShop({ email: EMAIL, orders: [], products: kettles });
	const price = await runAction("action_price", { text: "how much is the copper kettle" }, store);
	expect(price.responses).toEqual([
		{
			response: "utter_product_price",
			values: { name: "Copper Electric Kettle", price: "€79.90", description: "1.7 litres.", stock: 12 },
		},
	]);
	expect(slotsOf(price)).toEqual({ product: "Copper Electric Kettle" });
	const slots = { product: "Whistling Stovetop Kettle" };
	const remembered = await runAction("action_availability", { text: "is it in stock", slots }, store);
	expect(responseNames(remembered)).toEqual(["utter_product_out_of_stock"]);
	const several = await runAction("action_availability", { text: "any kettle left?" }, store);
	const choice = {
		response: "utter_products_found",
		buttons: [
			{
				title: "Copper Electric Kettle, €79.90, in stock",
				payload: '/availability{"product":"Copper Electric Kettle"}',
			},
			{
				title: "Whistling Stovetop Kettle, €79.90, sold out",
				payload: '/availability{"product":"Whistling Stovetop Kettle"}',
			},
		],
	};
	expect(several.responses).toEqual([{ remote: choice }]);
	expect(responseNames(await runAction("action_price", { text: "price of a unicorn" }, store))).toEqual([
		"utter_product_unknown",
	]);
	expect(responseNames(await runAction("action_price", { text: "how much is it" }, store))).toEqual([
		"utter_which_product",
	]);
	const entities = [{ entity: "product", value: "kettle" }];
	const byEntity = await runAction(
		"action_price",
		{ text: "wossit cost, the kettle thing", entities },
		store,
	);
	expect(responseNames(byEntity)).toEqual(["utter_products_found"]);
});

test("[SA12] a product named in full is not mistaken for one that is only mentioned with it", async ({
	expect,
}) => {
	const found = [productOf({ name: "Saga Footstool" }), productOf({ name: "Saga Armchair", stock: 0 })];
	const store = new RecordingShop({ email: EMAIL, orders: [] });
	store.searchProducts = () => Promise.resolve(found);
	const named = await runAction("action_availability", { text: "is the saga armchair in stock" }, store);
	expect(responseNames(named)).toEqual(["utter_product_out_of_stock"]);
	const vague = await runAction("action_availability", { text: "is the saga in stock" }, store);
	expect(responseNames(vague)).toEqual(["utter_products_found"]);
});

test("[SA27] what the search brings for want of better is no yes: it is offered where it is near, else not named", async ({
	expect,
}) => {
	const found = {
		speaker: productOf({ name: "Boom Bluetooth Speaker", description: "Waterproof, 20 watts." }),
		fan: productOf({ name: "Breeze Tower Fan", description: "Quiet bladeless fan." }),
		mat: productOf({ sku: "OUT-404", name: "Self-inflating Mat", description: "5 cm thick." }),
		knife: productOf({ name: "Chef's Knife 20 cm", description: "Forged blade." }),
		table: productOf({ name: "Birk Side Table", description: "Round birch table, fits beside every sofa." }),
		headphones: productOf({ sku: "ELE-301", name: "Over-ear Headphones", description: "Noise cancelling." }),
	};
	const asked = (
		text: string,
		product: keyof typeof found,
		language = "en",
		entity: string | null = null,
	) => {
		const store = new RecordingShop({ email: EMAIL, orders: [] });
		store.searchProducts = () => Promise.resolve([found[product]]);
		const entities = entity === null ? [] : [{ entity: "product", value: entity }];
		return runAction("action_availability", { text, entities }, store, language);
	};
	const unknown = [
		await asked("do you have blue sweaters?", "speaker"),
		await asked("have you got any bath towels", "fan", "en", "towels"),
		await asked("do you have a sofa", "table", "en", "sofa"),
		await asked("Gibt es bei Ihnen Handtücher", "fan", "de", "towel"),
		await asked("il y a des parapluies chez vous ?", "knife", "fr"),
	];
	for (const answer of unknown) expect(responseNames(answer)).toEqual(["utter_product_unknown"]);
	const near = await asked("do you carry yoga mats", "mat");
	expect(near.events).toEqual([]);
	expect(near.responses).toEqual([
		{
			remote: {
				response: "utter_products_near",
				buttons: [
					{
						title: "Self-inflating Mat, €79.90, in stock",
						payload: '/availability{"product":"Self-inflating Mat"}',
					},
				],
			},
		},
	]);
	const meant = [
		await asked("any headphons left", "headphones"),
		await asked("do you have noise cancelling headphones", "headphones"),
		await asked("is the ele301 available", "headphones"),
		await asked("have the over-ear headphones reached your munich shop", "headphones"),
		await asked("habt ihr Kopfhörer mit was weiß ich", "headphones", "de", "headphones"),
		await asked('/availability{"product":"Over-ear Headphones"}', "headphones", "tr", "Over-ear Headphones"),
	];
	for (const answer of meant) expect(responseNames(answer)).toEqual(["utter_product_in_stock"]);
});

test("[SA12] a colour names no product", async ({ expect }) => {
	const store = new RecordingShop({ email: EMAIL, orders: [], products: [productOf({})] });
	const slots = { product: "Copper Electric Kettle" };
	for (const [text, language] of [
		["do you have it in blue", "en"],
		["haben sie es auch in blau", "de"],
		["mavi var mı", "tr"],
	] as const) {
		const answer = await runAction("action_availability", { text, slots }, store, language);
		expect(responseNames(answer), text).toEqual(["utter_product_in_stock"]);
	}
});

test("[SA13] small talk is answered where it is sure, and asked back where it is only the likeliest guess", async ({
	expect,
}) => {
	const smalltalk = (confidence: number) =>
		runAction(
			"action_smalltalk",
			{
				intent: "smalltalk",
				confidence,
				ranking: [
					{ name: "smalltalk", confidence },
					{ name: "availability", confidence: 0.2 },
					{ name: "price", confidence: 0.1 },
				],
			},
			shop(),
		);
	expect(responseNames(await smalltalk(0.9))).toEqual(["utter_smalltalk"]);
	const guess = await smalltalk(0.36);
	expect(responseNames(guess)).toEqual(["utter_not_understood"]);
	expect(valuesOf(guess)).toMatchObject({ first_intent: "availability", second_intent: "price" });
});

test("[SA13] two likely meanings first, then a person", async ({ expect }) => {
	const ranking = [
		{ name: "nlu_fallback", confidence: 0.3 },
		{ name: "affirm", confidence: 0.2 },
		{ name: "invoice", confidence: 0.18 },
		{ name: "price", confidence: 0.15 },
	];
	const once = await runAction("action_not_understood", { intent: "nlu_fallback", ranking }, shop());
	expect(once).toEqual({
		events: [{ event: "slot", name: "pending_confirmation", value: "guess" }],
		responses: [
			{
				response: "utter_not_understood",
				values: {
					first_intent: "invoice",
					first_title: "My invoice",
					second_intent: "price",
					second_title: "What does it cost?",
				},
			},
		],
	});
	const events = [user("hm", "greet"), user("brr", "nlu_fallback"), user("grr", "nlu_fallback")];
	const twice = await runAction("action_not_understood", { intent: "nlu_fallback", ranking, events }, shop());
	expect(responseNames(twice)).toEqual(["utter_not_understood_again"]);
	expect(slotsOf(twice)).toEqual({ pending_confirmation: "handover" });
	const noGuess = await runAction("action_not_understood", { intent: "nlu_fallback" }, shop());
	expect(responseNames(noGuess)).toEqual(["utter_ask_rephrase"]);
});

test("[SA22] a return that was accepted is spoken of again after three days, whatever is said meanwhile", async ({
	expect,
}) => {
	const slots = { order_number: "A-10001", email: EMAIL, return_reason: "too small" };
	const { events } = await runAction("action_submit_return", { slots }, shop());
	expect(events).toEqual([
		{
			event: "reminder",
			intent: "EXTERNAL_return_label_unused",
			entities: { return_number: "R-2001" },
			date_time: new Date(NOW_MS + 3 * 86_400_000).toISOString(),
			name: "return_label_R-2001",
			kill_on_user_msg: false,
		},
	]);
	const wrong = await runAction("action_submit_return", { slots: { ...slots, order_number: "A-1" } }, shop());
	expect(wrong.events).toEqual([]);
});

test("[SA22] the label is spoken of only while nothing has come back, and to who registered the return", async ({
	expect,
}) => {
	const remind = (status: "requested" | "received" | null) => {
		const found = { returnNumber: "R-2001", orderNumber: "A-10001" };
		const returns = status === null ? [] : [{ ...found, status }];
		const asked = new RecordingShop({ email: EMAIL, orders: [orderOf({})], returns });
		const entities = [{ entity: "return_number", value: "R-2001" }];
		return runAction("action_remind_of_return", { entities }, asked).then((result) => ({ result, asked }));
	};
	const { result, asked } = await remind("requested");
	expect(result).toEqual({
		events: [],
		responses: [{ response: "utter_return_label_unused", values: { return: "R-2001", number: "A-10001" } }],
	});
	expect(asked.callsOf("findReturn")).toEqual([["R-2001", "conversation-1"]]);
	expect((await remind("received")).result).toEqual({ events: [], responses: [] });
	expect((await remind(null)).result).toEqual({ events: [], responses: [] });
});

test("[SA23] another order: the number is forgotten, the e-mail is not, and the last form asks again", async ({
	expect,
}) => {
	const slots = { order_number: "A-10001", email: EMAIL, lookup_topic: "delivery_date", wrong_tries: 1 };
	const events: DialogueEvent[] = [
		{ event: "active_loop", name: "return_form" },
		{ event: "active_loop", name: null },
	];
	const after = await runAction("action_other_order", { slots, events, text: "no, the other order" }, shop());
	expect(slotsOf(after)).toMatchObject({ order_number: null, wrong_tries: 0, tried_email: null });
	expect(slotsOf(after)).not.toHaveProperty("email");
	expect(responseNames(after)).toEqual(["utter_other_order"]);
	expect(after.events.at(-1)).toEqual({ event: "followup", name: "return_form" });
	const first = await runAction("action_other_order", { text: "no, the other order" }, shop());
	expect(slotsOf(first)).toMatchObject({ lookup_topic: "order_status" });
	expect(first.events.at(-1)).toEqual({ event: "followup", name: "order_lookup_form" });
	const inForm = await runAction(
		"action_other_order",
		{ slots, activeLoop: "return_form", text: "no, the other order" },
		shop(),
	);
	expect(inForm.events.map(({ event }) => event)).not.toContain("followup");
	const afterProduct: DialogueEvent[] = [
		{ event: "action", name: "action_price" },
		{ event: "action", name: "action_listen" },
		user("and the other one?", "other_order"),
	];
	const lamp = await runAction(
		"action_other_order",
		{ events: afterProduct, text: "and the other one?" },
		shop(),
	);
	expect(responseNames(lamp)).toEqual(["utter_which_product"]);
	expect(lamp.events).toEqual([]);
	const named = await runAction("action_other_order", { slots, text: "the other order, A-10002" }, shop());
	expect(slotsOf(named)).toMatchObject({ order_number: "A-10002" });
	expect(named.responses).toEqual([]);
});
