import { test } from "vitest";
import { EMAIL, daysFromNow, orderOf } from "../testing/order-of.ts";
import { RecordingShop } from "../testing/recording-shop.ts";
import { responseNames, runAction, slotsOf, valuesOf } from "../testing/run-action.ts";
import { readEmail, readOrderNumber } from "./customer-details.ts";

const shopWith = (given: Parameters<typeof orderOf>[0] = {}): RecordingShop =>
	new RecordingShop({ email: EMAIL, orders: [orderOf(given)] });

test("[SA1] number and e-mail together open the order, and the tries are forgotten", async ({ expect }) => {
	const result = await runAction(
		"validate_order_lookup_form",
		{ slots: { wrong_tries: 2 }, candidates: { order_number: "a10001", email: "Anna.Berg@Example.com" } },
		shopWith(),
	);
	expect(slotsOf(result)).toEqual({
		order_number: "A-10001",
		email: EMAIL,
		wrong_tries: 0,
		form_problem: null,
	});
	expect(result.responses).toEqual([]);
});

test("[SA1] a wrong number and a wrong e-mail get the same answer", async ({ expect }) => {
	const wrongNumber = await runAction(
		"validate_order_lookup_form",
		{ slots: { email: EMAIL }, candidates: { order_number: "A-19999" } },
		shopWith(),
	);
	const wrongEmail = await runAction(
		"validate_order_lookup_form",
		{ slots: { order_number: "A-10001" }, candidates: { email: "someone@example.com" } },
		shopWith(),
	);
	expect(responseNames(wrongNumber)).toEqual(["utter_pair_not_found"]);
	expect(responseNames(wrongEmail)).toEqual(responseNames(wrongNumber));
	const remembered = { email: null, wrong_tries: 1 };
	expect(slotsOf(wrongNumber)).toEqual({ ...remembered, order_number: "A-19999", tried_email: EMAIL });
	expect(slotsOf(wrongEmail)).toEqual({
		...remembered,
		order_number: "A-10001",
		tried_email: "someone@example.com",
	});
});

test("[SA18] after a pair that failed, a number alone goes with the e-mail that was tried", async ({
	expect,
}) => {
	for (const candidates of [{ order_number: "A-10001" }, { email: "10001" }]) {
		const slots = { order_number: "A-19999", tried_email: EMAIL };
		const result = await runAction("validate_order_lookup_form", { slots, candidates }, shopWith());
		expect(slotsOf(result)).toMatchObject({ order_number: "A-10001", email: EMAIL, tried_email: null });
		expect(result.responses).toEqual([]);
	}
});

test("[SA1] one lookup is enough when both come in one message", async ({ expect }) => {
	const shop = shopWith();
	const candidates = { order_number: "A-10001", email: EMAIL };
	await runAction("validate_order_lookup_form", { candidates }, shop);
	expect(shop.callsOf("findOrder")).toEqual([[{ orderNumber: "A-10001", email: EMAIL }]]);
});

test("[SA2] order numbers as customers write them", ({ expect }) => {
	const typed = [
		"A-10023",
		"a10023",
		"#10023",
		"# 10023",
		"A 10023",
		"it's 10023.",
		"order number 10023",
		"10023, x1@y.de",
		"A-10023'ü iptal edin",
		"رقم الطلب ١٠٠٢٣",
		"۱۰۰۲۳",
	];
	expect(typed.map(readOrderNumber)).toEqual(typed.map(() => "A-10023"));
	expect(["1002", "100234", "B10023", "me10023@example.com", "", null].map(readOrderNumber)).toEqual(
		Array.from({ length: 6 }, () => null),
	);
	expect(readEmail("mail me: Jo.Doe@Example.com!")).toBe("jo.doe@example.com");
	expect(readEmail("jo at example")).toBe(null);
});

test("[SA3] the third wrong answer ends the form", async ({ expect }) => {
	const answer = (wrongTries: number) =>
		runAction(
			"validate_order_lookup_form",
			{ slots: { wrong_tries: wrongTries }, candidates: { order_number: "12" } },
			shopWith(),
		);
	const second = await answer(1);
	expect(responseNames(second)).toEqual(["utter_wrong_order_number"]);
	expect(slotsOf(second)).toEqual({ order_number: null, wrong_tries: 2 });
	const third = await answer(2);
	expect(third.responses).toEqual([]);
	expect(slotsOf(third)).toEqual({
		order_number: null,
		wrong_tries: 0,
		form_problem: "too_many_tries",
		requested_slot: null,
	});
});

test("[SA3] a wrong e-mail counts in every form that asks for one", async ({ expect }) => {
	const forms = ["order_lookup", "address", "return", "damaged_parcel", "complaint", "handover"];
	const results = await Promise.all(
		forms.map((form) => runAction(`validate_${form}_form`, { candidates: { email: "no idea" } }, shopWith())),
	);
	expect(results.map(responseNames)).toEqual(forms.map(() => ["utter_wrong_email"]));
	expect(results.map(slotsOf)).toEqual(forms.map(() => ({ email: null, wrong_tries: 1 })));
});

test("[SA4] the e-mail given for the number is kept and is no wrong answer", async ({ expect }) => {
	const candidates = { order_number: EMAIL, email: EMAIL };
	const result = await runAction("validate_return_form", { candidates }, shopWith());
	expect(slotsOf(result)).toEqual({ order_number: null, email: EMAIL });
	expect(result.responses).toEqual([]);
});

test("[SA4] an order number or an e-mail given for what happened is no wrong answer", async ({ expect }) => {
	const answer = async (text: string) => {
		const candidates = { damage_description: text };
		return runAction("validate_damaged_parcel_form", { candidates }, shopWith());
	};
	for (const detail of ["A-10001", EMAIL, "it's #10001", `${EMAIL}, a10001`]) {
		const result = await answer(detail);
		expect(slotsOf(result), detail).toEqual({ damage_description: null });
		expect(result.responses, detail).toEqual([]);
	}
	expect(slotsOf(await answer("A-10001 came broken"))).toEqual({ damage_description: "A-10001 came broken" });
	expect(slotsOf(await answer("bad"))).toEqual({ damage_description: null, wrong_tries: 1 });
});

test("[SA5] [SA7] a return is refused at once where it can't be", async ({ expect }) => {
	const candidates = { order_number: "A-10001", email: EMAIL };
	const refused = async (given: Parameters<typeof orderOf>[0]) =>
		runAction("validate_return_form", { candidates }, shopWith(given));
	const under = await refused({ status: "dispatched", dispatchedAtMs: daysFromNow(-1) });
	expect(responseNames(under)).toEqual(["utter_return_not_delivered"]);
	expect(slotsOf(under)).toMatchObject({ form_problem: "not_possible", requested_slot: null });
	const late = await refused({ status: "delivered", deliveredAtMs: daysFromNow(-31) });
	expect(responseNames(late)).toEqual(["utter_return_window_closed"]);
	expect(valuesOf(late)).toMatchObject({ delivered: "on Friday, 23 October", days: 30 });
	expect(responseNames(await refused({ status: "returned" }))).toEqual(["utter_return_nothing_left"]);
	const inTime = await refused({ status: "delivered", deliveredAtMs: daysFromNow(-29.9) });
	expect(slotsOf(inTime)).toMatchObject({ order_number: "A-10001", email: EMAIL, form_problem: null });
});

test("[SA5] another address is refused at once when the order has left", async ({ expect }) => {
	const candidates = { order_number: "A-10001", email: EMAIL };
	const left = await runAction("validate_address_form", { candidates }, shopWith({ status: "dispatched" }));
	expect(responseNames(left)).toEqual(["utter_address_too_late_tracking"]);
	expect(slotsOf(left)).toMatchObject({ form_problem: "not_possible", requested_slot: null });
	const waiting = await runAction("validate_address_form", { candidates }, shopWith({ status: "packed" }));
	expect(slotsOf(waiting)).toMatchObject({ form_problem: null });
});

test("an address needs a number and a town, a description a few words, a wish one of two", async ({
	expect,
}) => {
	const judged = async (form: string, slot: string, value: string) =>
		slotsOf(await runAction(`validate_${form}`, { candidates: { [slot]: value } }, shopWith()))[slot];
	expect(await judged("address_form", "new_address", " Seestr. 7,  8002 Zurich ")).toBe(
		"Seestr. 7, 8002 Zurich",
	);
	expect(await judged("address_form", "new_address", "to my mother please")).toBe(null);
	expect(await judged("address_form", "new_address", "12345")).toBe(null);
	expect(await judged("address_form", "new_address", "شارع النيل ١٥، القاهرة ١١٥١١")).toBe(
		"شارع النيل ١٥، القاهرة ١١٥١١",
	);
	expect(await judged("damaged_parcel_form", "damage_description", "a crack in the foot")).toBe(
		"a crack in the foot",
	);
	expect(await judged("damaged_parcel_form", "damage_description", "bad")).toBe(null);
	expect(await judged("damaged_parcel_form", "damage_wish", "refund")).toBe("refund");
	expect(await judged("damaged_parcel_form", "damage_wish", "a pony")).toBe(null);
	expect(await judged("return_form", "return_reason", "too small")).toBe("too small");
	expect(await judged("return_form", "return_reason", "?!")).toBe(null);
});

test("[SA26] a no that corrects what was shown drops nothing: it is shown again, corrected", async ({
	expect,
}) => {
	const answer = async (text: string, isYes: boolean, entities: { entity: string; value: string }[] = []) =>
		slotsOf(
			await runAction(
				"validate_return_form",
				{ text, entities, candidates: { return_confirmed: isYes } },
				shopWith(),
			),
		);
	expect(await answer("no", false)).toEqual({ return_confirmed: false });
	expect(await answer("yes", true)).toEqual({ return_confirmed: true });
	expect(await answer("no, too small", false, [{ entity: "return_reason", value: "too small" }])).toEqual({
		return_reason: "too small",
		return_confirmed: null,
	});
	expect(await answer("nein, A-10002", false)).toEqual({ return_confirmed: null });
});
