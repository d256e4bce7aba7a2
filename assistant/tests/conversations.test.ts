import { beforeAll, test } from "vitest";
import { readProjectSource } from "../../cli/project-source.ts";
import { trainProject } from "../../cli/train-project.ts";
import { actionContext } from "../../dialogue/action-call-context.ts";
import type { Assistant } from "../../dialogue/assistant.ts";
import { loadAssistant } from "../../dialogue/load-assistant.ts";
import { parseActionResult } from "../../durable-objects/action-result.ts";
import type { Interpreter } from "../../nlu/interpreter.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { decodeModelFile } from "../../nlu/model-file.ts";
import type { Desk } from "../../contracts/reception.ts";
import type { Shop } from "../../contracts/shop.ts";
import { shopActions } from "../actions/shop-actions.ts";
import { EMAIL, daysFromNow, orderOf, productOf } from "../testing/order-of.ts";
import { NO_HTTP } from "../testing/no-http.ts";
import { NOBODY_THERE } from "../testing/nobody-there.ts";
import { RecordingShop } from "../testing/recording-shop.ts";
import { NOW_MS } from "../testing/test-day.ts";
import { Talk } from "../testing/talk.ts";

let assistant: Assistant;
let interpreter: Interpreter;

beforeAll(async () => {
	const source = await readProjectSource(new URL("..", import.meta.url).pathname);
	const model = decodeModelFile(trainProject(source, { seed: 1 }).bytes);
	interpreter = loadInterpreter(model);
	const { modelId, assistantId, dialogue } = model.header;
	assistant = loadAssistant({ modelId, assistantId, dialogue, arrays: model.arrays });
});

const demoShop = (): RecordingShop =>
	new RecordingShop({
		email: EMAIL,
		orders: [
			orderOf({ status: "delivered", deliveredAtMs: daysFromNow(-3) }),
			orderOf({ number: "A-10002" }),
			orderOf({ number: "A-10003", status: "dispatched", dispatchedAtMs: daysFromNow(-1) }),
		],
		products: [productOf({})],
	});

function talkTo(shop: Shop, desk: Desk = NOBODY_THERE): Talk {
	const run = async (call: Parameters<typeof actionContext>[0]) => {
		const action = shopActions.find(({ name }) => name === call.name);
		if (action === undefined) throw new Error(`No action ${call.name}.`);
		const result = await action.run(actionContext(call, { shop, desk, http: NO_HTTP }, NOW_MS));
		// the conversation's object takes no other
		return parseActionResult(call.name, result);
	};
	return new Talk(assistant, { interpreter, actions: { run } }, NOW_MS / 1000);
}

test("[SA18] a remembered e-mail that doesn't fit another order: either half may be given", async ({
	expect,
}) => {
	const known = async (): Promise<Talk> => {
		const talk = talkTo(demoShop());
		await talk.answers("where is my order");
		expect(await talk.answers("10003")).toEqual(["utter_ask_email"]);
		await talk.answers(EMAIL);
		return talk;
	};
	const other = await known();
	const failed = await other.say("I want to send back A-10005");
	expect(failed[0]).toContain(`no order A-10005 under ${EMAIL}`);
	expect(failed[1]).toContain("e-mail address");
	const second = await other.say("helga@example.com");
	expect(second[0]).toContain("no order A-10005 under helga@example.com");
	for (const number of ["10001", "A-10001"]) {
		const talk = await known();
		expect(await talk.answers("I want to send back A-10005")).toEqual([
			"utter_pair_not_found",
			"utter_ask_email",
		]);
		expect(await talk.answers(number)).toEqual(["utter_ask_return_reason"]);
	}
	const typo = talkTo(demoShop());
	await typo.answers("where is my order");
	await typo.answers("10003");
	expect(await typo.answers("ann@example.com")).toEqual(["utter_pair_not_found", "utter_ask_email"]);
	expect((await typo.say(`sorry, it's ${EMAIL}`))[0]).toContain("Order A-10003");
});

test("[SA18] a turn that refuses a pair asks for the e-mail once, in every language", async ({ expect }) => {
	const asked = [
		["where is my order", /e-mail address/giu],
		["wo ist meine Bestellung", /E-Mail-Adresse/giu],
		["où est ma commande", /e-mail/giu],
		["dónde está mi pedido", /correo/giu],
		["siparişim nerede", /e-posta/giu],
		["أين طلبي", /البريد|بريد/gu],
	] as const;
	for (const [question, word] of asked) {
		const talk = talkTo(demoShop());
		for (const line of [question, "A-10003"]) await talk.say(line);
		const refused = await talk.say("helga@example.com");
		expect(refused).toHaveLength(2);
		expect(refused.join(" ").match(word)).toHaveLength(1);
	}
});

test("order status in three wordings, and the second question asks for nothing again", async ({ expect }) => {
	for (const question of [
		"what's up with my order",
		"where has my parcel got to",
		"could you check on my order",
	]) {
		const talk = talkTo(demoShop());
		expect(await talk.answers(question)).toEqual(["utter_ask_order_number"]);
		expect(await talk.answers("a10003")).toEqual(["utter_ask_email"]);
		expect(await talk.say(EMAIL)).toEqual([
			"Order A-10003 (Arco Floor Lamp and 2 × Terra Vase) left us yesterday with DHL. The tracking number is JD014600001.",
			"It should be with you on Wednesday, 25 November.",
		]);
		expect(await talk.answers("and when does it arrive?")).toEqual(["utter_delivery_promised_tracking"]);
	}
});

test("[SA9] a return is started, left twice, come back to and finished", async ({ expect }) => {
	const shop = demoShop();
	const talk = talkTo(shop);
	expect(await talk.answers("I'd like to send something back")).toEqual(["utter_ask_order_number"]);
	expect(await talk.answers("A-10001")).toEqual(["utter_ask_email"]);
	expect(await talk.answers("what are your opening hours?")).toEqual([
		"utter_opening_hours",
		"utter_ask_email",
	]);
	expect(await talk.answers(EMAIL)).toEqual(["utter_ask_return_reason"]);
	expect(await talk.answers("where is my order A-10003?")).toEqual([
		"utter_form_paused",
		"utter_order_dispatched",
		"utter_order_promised",
		"utter_offer_resume",
	]);
	expect(await talk.answers("/affirm")).toEqual(["utter_form_resumed", "utter_ask_return_reason"]);
	expect(await talk.answers("it is too small for the corner")).toEqual(["utter_confirm_return"]);
	expect(await talk.answers("yes")).toEqual(["utter_return_accepted"]);
	const [[credentials, request] = []] = shop.callsOf("requestReturn");
	expect(credentials).toEqual({ orderNumber: "A-10001", email: EMAIL });
	expect(request).toEqual({ reason: "it is too small for the corner", kind: "refund" });
	expect(shop.callsOf("requestReturn")).toHaveLength(1);
});

test("the other order is asked for, not assumed", async ({ expect }) => {
	const talk = talkTo(demoShop());
	await talk.answers(`order status A-10003 ${EMAIL}`);
	expect(await talk.answers("where is my other order")).toEqual(["utter_ask_order_number"]);
	expect(await talk.answers("A-10002")).toEqual(["utter_order_paid", "utter_order_promised"]);
});

test("[SA3] three wrong numbers lead to a person, with a ticket", async ({ expect }) => {
	const shop = demoShop();
	const talk = talkTo(shop);
	await talk.answers("where is my order");
	expect(await talk.answers("12")).toEqual(["utter_wrong_order_number", "utter_ask_order_number"]);
	expect(await talk.answers("#1")).toEqual(["utter_wrong_order_number", "utter_ask_order_number"]);
	expect(await talk.answers("123")).toEqual(["utter_offer_person"]);
	expect(await talk.answers("/affirm")).toEqual(["utter_ask_handover_form_email"]);
	expect(await talk.answers(EMAIL)).toEqual(["utter_handover_opened"]);
	expect(shop.callsOf("openTicket")).toHaveLength(1);
});

test("[SA24] a person is there: the customer waits, no ticket is opened, and the bot is silent", async ({
	expect,
}) => {
	const shop = demoShop();
	const desk = { reception: async () => ({ takesConversations: true, nextOpeningAtMs: null }) };
	const talk = talkTo(shop, desk);
	const events = await talk.turn("can I talk to a person?");
	expect(events.findLast(({ event }) => event === "pause")).toMatchObject({ metadata: { handoff: "asked" } });
	expect(events.findLast(({ event }) => event === "active_loop")).toMatchObject({ name: null });
	expect(events.flatMap((event) => (event.event === "action" ? [event.name] : []))).not.toContain(
		"action_open_handover",
	);
	expect(await talk.answers("hello?")).toEqual([]);
	const known = talkTo(shop, desk);
	await known.answers(`my e-mail is ${EMAIL}`);
	expect(await known.answers("can I talk to a person?")).toEqual(["utter_handover_queued"]);
	expect(shop.callsOf("openTicket")).toEqual([]);
});

test("[SA30] a ticket says what it is about: asked where nothing was written yet, and only there", async ({
	expect,
}) => {
	const summaryOf = (shop: RecordingShop): unknown => shop.callsOf("openTicket")[0]?.[0];
	const shop = demoShop();
	const talk = talkTo(shop);
	await talk.answers("hello");
	expect(await talk.answers("I would like to talk to a person")).toEqual(["utter_ask_handover_topic"]);
	expect(await talk.answers(`me: ${EMAIL}`)).toEqual(["utter_ask_handover_topic"]);
	expect(await talk.answers("my lamp hums and flickers since Sunday")).toEqual(["utter_handover_opened"]);
	expect(summaryOf(shop)).toMatchObject({
		email: EMAIL,
		summary: expect.stringContaining("my lamp hums and flickers"),
	});
	const german = talkTo(demoShop());
	expect(await german.answers("ich möchte mit einem Menschen sprechen")).toEqual([
		"utter_ask_handover_topic",
	]);
	expect(await german.answers("Wo bleibt mein Geld für die Lampe?")).toEqual([
		"utter_ask_handover_form_email",
	]);
	const known = talkTo(demoShop());
	await known.answers("my parcel arrived damaged");
	const reasoned = talkTo(demoShop());
	expect(await reasoned.answers("I want to talk to a person about my sofa")).toEqual([
		"utter_ask_handover_form_email",
	]);
	expect(await known.answers("I would like to talk to a person")).toEqual(["utter_ask_handover_form_email"]);
});

test("[SA31] an address without a postcode is asked for it, once", async ({ expect }) => {
	const started = async (): Promise<[Talk, RecordingShop]> => {
		const shop = demoShop();
		const talk = talkTo(shop);
		for (const line of ["/change_delivery_address", "A-10002", EMAIL]) await talk.answers(line);
		return [talk, shop];
	};
	const missing = ["utter_postcode_missing", "utter_ask_new_address"];
	const addresses = [
		["12 Baker Street, London", "NW1 6XE", "12 Baker Street, London, NW1 6XE"],
		["Lindenweg 14, Hamburg", "20095", "Lindenweg 14, Hamburg, 20095"],
		["Lindenweg 14, Hamburg", "Lindenweg 14, in Hamburg", "Lindenweg 14, in Hamburg"],
	];
	for (const [first = "", second = "", expected = ""] of addresses) {
		const [talk, shop] = await started();
		expect(await talk.answers(first), first).toEqual(missing);
		expect(await talk.answers(second), second).toEqual(["utter_address_changed"]);
		expect(shop.callsOf("changeDeliveryAddress")[0]?.[1]).toBe(expected);
	}
	for (const complete of [
		"Lindenweg 14, 20095 Hamburg",
		"12 Baker Street, London NW1 6XE",
		"Al Wasl Road 7, Dubai",
	]) {
		const [talk] = await started();
		expect(await talk.answers(complete), complete).toEqual(["utter_address_changed"]);
	}
});

test("[SA6] a late yes cancels nothing", async ({ expect }) => {
	const shop = demoShop();
	const talk = talkTo(shop);
	await talk.answers("cancel my order");
	await talk.answers("A-10002");
	expect(await talk.answers(EMAIL)).toEqual(["utter_confirm_cancel"]);
	expect(await talk.answers("thanks")).toEqual(["utter_welcome"]);
	expect(await talk.answers("yes")).toEqual(["utter_affirm_without_context"]);
	expect(shop.callsOf("cancelOrder")).toEqual([]);
	expect(await talk.answers("cancel my order")).toEqual(["utter_confirm_cancel"]);
	expect(await talk.answers("yes")).toEqual(["utter_cancel_done_refund"]);
	expect(shop.callsOf("cancelOrder")).toHaveLength(1);
});

test("a change of mind ends the form, and the next start begins anew", async ({ expect }) => {
	const talk = talkTo(demoShop());
	await talk.answers("I want to return something");
	expect(await talk.answers("oh never mind, forget it")).toEqual(["utter_stopped"]);
	expect(await talk.answers("yes")).toEqual(["utter_affirm_without_context"]);
	expect(await talk.answers("my parcel arrived damaged")).toEqual(["utter_ask_order_number"]);
});

test("a shop that does not answer costs one honest sentence, and the next turn works", async ({ expect }) => {
	const shop = demoShop();
	const talk = talkTo(shop);
	await talk.answers("where is my order");
	await talk.answers("A-10003");
	shop.isDown = true;
	const down = await talk.answers(EMAIL);
	expect(down.filter((name) => name === "utter_action_failed")).toHaveLength(1);
	expect(down).not.toContain("utter_default");
	shop.isDown = false;
	expect(await talk.answers("are you open on saturdays")).toContain("utter_opening_hours");
	expect((await talk.answers("where is my order")).join(" ")).toMatch(/utter_order_dispatched|utter_ask_/);
});

test("[SA19] a Turkish and an Arabic customer are led through an order, a return and a product", async ({
	expect,
}) => {
	const turkish = ["siparişim nerede", "A-10003", "ürünü iade etmek istiyorum", "A-10001", "çok küçük geldi"];
	const arabic = ["وين طلبي", "رقم الطلب ١٠٠٠٣", "ابغى ارجع الطلب", "الرقم ١٠٠٠١", "صغير علي"];
	const rest = [
		["evet", "su ısıtıcısı ne kadar", "stokta var mı"],
		["نعم", "بكم الغلاية", "متوفرة عندكم؟"],
	];
	for (const [i, lines] of [turkish, arabic].entries()) {
		const talk = talkTo(demoShop());
		const [where = "", number = "", giveBack = "", other = "", reason = ""] = lines;
		const [yes = "", price = "", stock = ""] = rest[i] ?? [];
		expect(await talk.answers(where)).toEqual(["utter_ask_order_number"]);
		expect(await talk.answers(number)).toEqual(["utter_ask_email"]);
		expect(await talk.answers(EMAIL)).toEqual(["utter_order_dispatched", "utter_order_promised"]);
		expect(await talk.answers(giveBack)).toEqual(["utter_return_not_delivered"]);
		expect(await talk.answers(other)).toEqual(["utter_ask_return_reason"]);
		expect(await talk.answers(reason)).toEqual(["utter_confirm_return"]);
		expect(await talk.answers(yes)).toEqual(["utter_return_accepted"]);
		expect(await talk.answers(price)).toEqual(["utter_product_price"]);
		expect(await talk.answers(stock)).toEqual(["utter_product_in_stock"]);
	}
});

test("[SA27] do you have …? is asked of the shop in six languages, and what it does not sell is no small talk", async ({
	expect,
}) => {
	const kettles = [productOf({}), productOf({ sku: "KIT-202", name: "Whistling Stovetop Kettle", stock: 0 })];
	const asked = [
		["do you have blue sweaters?", "do you guys sell kettles"],
		["Habt ihr blaue Pullover?", "habt ihr sowas wie Wasserkocher"],
		["Vous avez des pulls bleus ?", "vous auriez des bouilloires"],
		["¿Tienen jerséis azules?", "¿trabajan también hervidores?"],
		["mavi kazak var mı", "su ısıtıcısı satıyor musunuz"],
		["هل لديكم كنزات زرقاء", "هل تبيعون غلايات"],
	];
	for (const [absent = "", present = ""] of asked) {
		const talk = talkTo(new RecordingShop({ email: EMAIL, orders: [], products: kettles }));
		expect(await talk.answers(absent)).toEqual(["utter_product_unknown"]);
		expect(await talk.answers(present)).toEqual(["utter_products_found"]);
		expect(await talk.answers('/availability{"product":"Whistling Stovetop Kettle"}')).toEqual([
			"utter_product_out_of_stock",
		]);
		expect((await talk.answers("/price")).at(-1)).toBe("utter_product_price");
	}
});

test("[SA20] a reason that a button gave is shown in the customer's language", async ({ expect }) => {
	const talk = talkTo(demoShop());
	for (const line of ["bir ürün iade etmek istiyorum", "A-10001", EMAIL]) await talk.say(line);
	const [confirmation] = await talk.say('/inform{"return_reason": "too small"}');
	expect(confirmation).toContain("Neden: çok küçük.");
});

test("[SA19] [SA21] German, French and Spanish lead to the same places, and their words find the product", async ({
	expect,
}) => {
	const conversations = [
		[
			"mein Päckchen kam kaputt an",
			"der Kocher hat einen Riss",
			"lieber Ersatz bitte",
			"was kostet denn der Wasserkocher",
		],
		[
			"ma commande est arrivée toute cassée",
			"la bouilloire a une fissure",
			"un remplacement s'il vous plaît",
			"combien coûte votre bouilloire",
		],
		[
			"el pedido me ha llegado roto",
			"el hervidor tiene una grieta",
			"prefiero uno nuevo",
			"qué precio tiene el hervidor",
		],
	];
	for (const [damaged = "", how = "", wish = "", price = ""] of conversations) {
		const shop = demoShop();
		const talk = talkTo(shop);
		expect(await talk.answers(damaged)).toEqual(["utter_ask_order_number"]);
		expect(await talk.answers("A-10001")).toEqual(["utter_ask_email"]);
		expect(await talk.answers(EMAIL)).toEqual(["utter_ask_damage_description"]);
		expect(await talk.answers(how)).toEqual(["utter_ask_damage_wish"]);
		expect(await talk.answers(wish)).toEqual(["utter_damage_reported"]);
		expect(await talk.answers(price)).toEqual(["utter_product_price"]);
		expect(shop.callsOf("searchProducts")).toEqual([["kettle"]]);
	}
});

test("[SA23] no, the other order: asked for its number alone, in a form and after an answer", async ({
	expect,
}) => {
	const talk = talkTo(demoShop());
	await talk.answers("where is my order");
	await talk.answers("10003");
	expect(await talk.answers(EMAIL)).toEqual(["utter_order_dispatched", "utter_order_promised"]);
	expect(await talk.answers("no, the other order")).toEqual(["utter_other_order", "utter_ask_order_number"]);
	expect((await talk.say("A-10002"))[0]).toContain("A-10002");
	expect(await talk.answers("I want to return something")).toEqual(["utter_return_not_delivered"]);
	expect(await talk.answers("nein, die andere Bestellung")).toEqual([
		"utter_other_order",
		"utter_ask_order_number",
	]);
	expect(await talk.answers("A-10001")).toEqual(["utter_ask_return_reason"]);
	expect(await talk.answers("oh, das ist die falsche Bestellung")).toEqual([
		"utter_other_order",
		"utter_ask_order_number",
	]);
});

test("[SA9] a return left for another order, and that one for a question, comes back with its own order and e-mail", async ({
	expect,
}) => {
	const shop = demoShop();
	const talk = talkTo(shop);
	await talk.answers(`I want to return A-10001 ${EMAIL}`);
	expect(await talk.answers("where is my order A-10005?")).toEqual([
		"utter_form_paused",
		"utter_pair_not_found",
		"utter_ask_email",
	]);
	expect(await talk.answers("how much is delivery?")).toEqual(["utter_delivery_options", "utter_ask_email"]);
	expect(await talk.answers("A-10003")).toEqual([
		"utter_order_dispatched",
		"utter_order_promised",
		"utter_offer_resume",
	]);
	expect(await talk.answers("yes")).toEqual(["utter_form_resumed", "utter_ask_return_reason"]);
	expect((await talk.say("too small"))[0]).toContain("Order A-10001");
});

/** A return of A-10001 as far as the question for its reason. */
async function askedForReason(language: string): Promise<Talk> {
	const talk = talkTo(demoShop());
	await talk.answers(`/change_language{"language":"${language}"}`);
	for (const line of ["/return_order", "A-10001", EMAIL]) await talk.answers(line);
	return talk;
}

test("[SA28] a return's reason is taken whatever it sounds like, in every language", async ({ expect }) => {
	const reasons = {
		en: [
			"that's too expensive for me",
			"I changed my mind",
			"it came two weeks late",
			"my wife doesn't like it",
		],
		de: ["Das ist mir zu teuer", "ich hab es mir anders überlegt", "kam viel zu spät an", "falsche Farbe"],
		fr: [
			"c'est trop cher pour moi",
			"j'ai changé d'avis",
			"il est arrivé trop tard",
			"ce n'est pas la bonne couleur",
		],
		es: [
			"es demasiado caro",
			"he cambiado de opinión",
			"llegó demasiado tarde",
			"el color no es el que pedí",
		],
		tr: ["bana pahalı geldi", "fikrimi değiştirdim", "çok geç geldi", "rengi yanlış"],
		ar: ["غالي علي", "غيرت رأيي", "وصل متأخر جدا", "اللون غير مناسب للغرفة"],
	};
	const refused: string[] = [];
	for (const [language, texts] of Object.entries(reasons))
		for (const text of texts) {
			const talk = await askedForReason(language);
			const answers = await talk.answers(text);
			if (answers.join(" ") !== "utter_confirm_return") refused.push(`${text}: ${answers.join(" ")}`);
		}
	expect(refused).toEqual([]);
	const other = await askedForReason("de");
	expect((await other.say('/inform{"return_reason":"other"}'))[0]).toContain("Grund: anderer Grund");
});

test("[SA28] who interrupts the question for a reason is heard, and what they said is no reason", async ({
	expect,
}) => {
	const interruptions = [
		["how much is the kettle?", "utter_product_price", "utter_ask_return_reason"],
		["was kostet der Wasserkocher", "utter_product_price", "utter_ask_return_reason"],
		["do you have kettles", "utter_product_in_stock", "utter_ask_return_reason"],
		["what are your opening hours", "utter_opening_hours", "utter_ask_return_reason"],
		["I want to talk to a person", "utter_ask_handover_topic"],
		["stop", "utter_stopped"],
		["vergiss es, ich behalte es", "utter_stopped"],
		["where is my order A-10003?", "utter_form_paused", "utter_order_dispatched"],
	];
	for (const [text = "", ...expected] of interruptions) {
		const talk = await askedForReason("en");
		expect((await talk.answers(text)).slice(0, expected.length), text).toEqual(expected);
		if (expected.includes("utter_form_paused"))
			expect(await talk.answers("/affirm")).toEqual(["utter_form_resumed", "utter_ask_return_reason"]);
	}
});

test("[SA26] corrections in a row at the last question: the reason, the order, then yes", async ({
	expect,
}) => {
	const shop = demoShop();
	const talk = talkTo(shop);
	await talk.answers(`I want to return A-10001 ${EMAIL}`);
	expect(await talk.answers("too small")).toEqual(["utter_confirm_return"]);
	expect((await talk.say("no, too big"))[0]).toContain("Reason: too big");
	expect((await talk.say("no, it's too small"))[0]).toContain("Reason: too small");
	expect(await talk.answers("no, order A-10003")).toEqual(["utter_return_not_delivered"]);
	expect(shop.callsOf("requestReturn")).toEqual([]);
});

test("[SA25] a yes or no is taken for what was proposed, or told what is needed", async ({ expect }) => {
	const talk = talkTo(demoShop());
	expect(await talk.answers("stop")).toEqual(["utter_nothing_to_stop"]);
	expect(await talk.answers("yes please")).toEqual(["utter_ask_order_number"]);
	expect(await talk.answers("no")).toEqual(["utter_form_needs_answer", "utter_ask_order_number"]);
	expect(await talk.answers("nein")).toEqual(["utter_form_needs_answer", "utter_ask_order_number"]);
	expect(await talk.answers("stop")).toEqual(["utter_stopped"]);
	expect(await talk.answers("this is so annoying")).toEqual(["utter_frustration"]);
	expect(await talk.answers("yes")).toEqual(["utter_ask_handover_topic"]);
	expect(await talk.answers("no")).toEqual(["utter_form_needs_answer", "utter_ask_handover_topic"]);
	expect(await talk.answers("auf deutsch bitte")).toEqual([
		"utter_language_changed_in_form",
		"utter_ask_handover_topic",
	]);
});

test("[SA13] denied twice: in other words, then a person, then on by itself", async ({ expect }) => {
	const talk = talkTo(demoShop());
	const unclear = async (): Promise<string[]> => talk.answers("/nlu_fallback");
	expect(await unclear()).toEqual(["utter_ask_rephrase"]);
	expect(await talk.answers("no")).toEqual(["utter_deny_without_context"]);
	expect(await unclear()).toEqual(["utter_not_understood_again"]);
	expect(await talk.answers("no")).toEqual(["utter_no_person"]);
	expect(await unclear()).toEqual(["utter_ask_rephrase"]);
	expect(await unclear()).toEqual(["utter_not_understood_again"]);
	expect(await talk.answers("yes")).toEqual(["utter_ask_handover_topic"]);
});
