import { test } from "vitest";
import { EMAIL, daysFromNow, orderOf } from "../testing/order-of.ts";
import { RecordingShop } from "../testing/recording-shop.ts";
import { responseNames, runAction, slotsOf, valuesOf } from "../testing/run-action.ts";
import { NOW_MS } from "../testing/test-day.ts";
import { wordingIn } from "../testing/words.ts";
import { dateInWords, dayInWords } from "./dates-in-words.ts";
import { amountInWords, itemsInWords } from "./order-wording.ts";
import type { OrderStatus, OrderView } from "../../contracts/shop.ts";

const known = { order_number: "A-10001", email: EMAIL };
const change = { idempotencyKey: "turn-1:0", nowMs: NOW_MS, conversationId: "conversation-1" };
const credentials = { orderNumber: "A-10001", email: EMAIL };
const shopWith = (given: Partial<OrderView> = {}): RecordingShop =>
	new RecordingShop({ email: EMAIL, orders: [orderOf(given)] });

test("[SA11] days and amounts in words", ({ expect }) => {
	const english = wordingIn("en");
	// half past midnight in Berlin is still the day before in UTC
	const justTuesday = Date.UTC(2026, 10, 23, 23, 30);
	expect(dayInWords(justTuesday, english)).toBe("tomorrow");
	expect(dayInWords(NOW_MS, english)).toBe("today");
	expect(dayInWords(daysFromNow(-1), english)).toBe("yesterday");
	expect(dayInWords(daysFromNow(-5), english)).toBe("on Wednesday, 18 November");
	expect(dateInWords(Date.UTC(2025, 11, 24, 12), english)).toBe("24 December 2025");
	expect(amountInWords(104_990, "EUR", english)).toBe("€1,049.90");
	expect(amountInWords(500, "JPY", english)).toBe("JP¥500");
	expect(itemsInWords(orderOf({}).lines, english)).toBe("Arco Floor Lamp and 2 × Terra Vase");
});

test("every state of an order is told with its dates", async ({ expect }) => {
	const told = async (given: Partial<OrderView>) =>
		runAction("action_order_status", { slots: known }, shopWith(given));
	const dispatched = await told({ status: "dispatched", dispatchedAtMs: daysFromNow(-1) });
	expect(responseNames(dispatched)).toEqual(["utter_order_dispatched", "utter_order_promised"]);
	expect(valuesOf(dispatched)).toEqual({
		number: "A-10001",
		state: "on its way",
		items: "Arco Floor Lamp and 2 × Terra Vase",
		total: "€1,049.90",
		address: "Lindenweg 4, 20095 Hamburg",
		carrier: "DHL",
		tracking: "JD014600001",
		placed: "13 November",
		promised: "on Wednesday, 25 November",
		dispatched: "yesterday",
		delivered: "already",
	});
	const late = await told({ status: "packed", promisedAtMs: daysFromNow(-1) });
	expect(responseNames(late)).toEqual(["utter_order_packed", "utter_delivery_overdue"]);
	const states: readonly OrderStatus[] = ["pending", "delivered", "cancelled", "returned"];
	const others = await Promise.all(states.map((status) => told({ status })));
	expect(others.map(responseNames)).toEqual(states.map((status) => [`utter_order_${status}`]));
});

test("[SA1] nothing is told without the matching e-mail", async ({ expect }) => {
	const slots = { order_number: "A-10001", email: "other@example.com" };
	const actions = ["order_status", "delivery_date", "refund_status", "missing_parcel", "check_cancellation"];
	const shop = shopWith();
	const results = await Promise.all(actions.map((name) => runAction(`action_${name}`, { slots }, shop)));
	expect(results.map(responseNames)).toEqual(actions.map(() => ["utter_order_not_found"]));
	expect(shop.callsOf("openTicket")).toEqual([]);
});

test("the day of delivery: promised, on its way, late, done, none", async ({ expect }) => {
	const told = async (given: Partial<OrderView>) =>
		responseNames(await runAction("action_delivery_date", { slots: known }, shopWith(given)));
	expect(await told({ status: "packed" })).toEqual(["utter_delivery_promised"]);
	expect(await told({ status: "packed", promisedAtMs: null })).toEqual(["utter_delivery_no_date"]);
	expect(await told({ status: "dispatched", promisedAtMs: NOW_MS })).toEqual([
		"utter_delivery_promised_tracking",
	]);
	expect(await told({ status: "dispatched", promisedAtMs: daysFromNow(-2) })).toEqual([
		"utter_delivery_overdue",
	]);
	expect(await told({ status: "delivered", deliveredAtMs: daysFromNow(-2) })).toEqual([
		"utter_delivery_done",
	]);
	expect(await told({ status: "cancelled" })).toEqual(["utter_delivery_none"]);
});

test("refunds are told by their state, newest first; none is said as well", async ({ expect }) => {
	const refund = {
		orderNumber: "A-10001",
		amountCents: 3_290,
		currency: "EUR",
		createdAtMs: daysFromNow(-9),
	};
	const shop = new RecordingShop({
		email: EMAIL,
		orders: [orderOf({ status: "returned" })],
		refunds: [
			{ ...refund, status: "approved", paidAtMs: null },
			{ ...refund, status: "paid", paidAtMs: daysFromNow(-1) },
		],
	});
	const result = await runAction("action_refund_status", { slots: known }, shop);
	expect(responseNames(result)).toEqual(["utter_refund_approved", "utter_refund_paid"]);
	expect(valuesOf(result, 1)).toEqual({
		number: "A-10001",
		amount: "€32.90",
		created: "14 November",
		paid: "yesterday",
	});
	const none = await runAction("action_refund_status", { slots: known }, shopWith());
	expect(responseNames(none)).toEqual(["utter_refund_none"]);
});

test("[SA14] a parcel is searched for when it should be there", async ({ expect }) => {
	const told = async (given: Partial<OrderView>) => {
		const shop = shopWith(given);
		const situation = { slots: known, text: "my parcel never came" };
		const names = responseNames(await runAction("action_missing_parcel", situation, shop));
		return { names, tickets: shop.callsOf("openTicket") };
	};
	expect(await told({ status: "packed" })).toEqual({ names: ["utter_missing_not_dispatched"], tickets: [] });
	expect(await told({ status: "dispatched" })).toEqual({ names: ["utter_missing_in_transit"], tickets: [] });
	const late = await told({ status: "dispatched", promisedAtMs: daysFromNow(-3) });
	expect(late.names).toEqual(["utter_missing_reported"]);
	expect(late.tickets).toEqual([
		[
			{
				topic: "missing_parcel",
				summary: "Parcel of order A-10001 is missing (dispatched). The customer wrote:\nmy parcel never came",
				email: EMAIL,
				orderNumber: "A-10001",
			},
			change,
		],
	]);
	expect((await told({ status: "delivered" })).names).toEqual(["utter_missing_reported"]);
});

test("[SA6] cancelling asks first, and only where it is possible", async ({ expect }) => {
	const shop = shopWith({ status: "packed" });
	const asked = await runAction("action_check_cancellation", { slots: known }, shop);
	expect(responseNames(asked)).toEqual(["utter_confirm_cancel"]);
	expect(slotsOf(asked)).toEqual({ pending_confirmation: "cancel_order" });
	expect(shop.callsOf("cancelOrder")).toEqual([]);
	const late = await runAction(
		"action_check_cancellation",
		{ slots: known },
		shopWith({ status: "dispatched" }),
	);
	expect(responseNames(late)).toEqual(["utter_cancel_too_late"]);
	expect(late.events).toEqual([]);
	const twice = await runAction(
		"action_check_cancellation",
		{ slots: known },
		shopWith({ status: "cancelled" }),
	);
	expect(responseNames(twice)).toEqual(["utter_cancel_already"]);
});

test("[SA6] [SA8] the yes cancels once, and the answer tells what happened", async ({ expect }) => {
	const shop = shopWith({ status: "paid" });
	const slots = { ...known, pending_confirmation: "cancel_order" };
	const result = await runAction("action_cancel_order", { slots }, shop);
	expect(shop.callsOf("cancelOrder")).toEqual([[credentials, change]]);
	expect(responseNames(result)).toEqual(["utter_cancel_done_refund"]);
	expect(valuesOf(result)).toMatchObject({ number: "A-10001", amount: "€1,049.90" });
	expect(slotsOf(result)).toEqual({ pending_confirmation: "nothing" });
	// it can have left between the question and the yes
	const order = orderOf({ status: "dispatched" });
	const gone = new RecordingShop({ email: EMAIL, orders: [order], cancel: { status: "too_late", order } });
	expect(responseNames(await runAction("action_cancel_order", { slots }, gone))).toEqual([
		"utter_cancel_too_late",
	]);
});

test("[SA8] the new address goes to the shop and comes back in the answer", async ({ expect }) => {
	const shop = shopWith();
	const address = "Seestr. 7, 8002 Zurich";
	const result = await runAction(
		"action_change_address",
		{ slots: { ...known, new_address: address } },
		shop,
	);
	expect(shop.callsOf("changeDeliveryAddress")).toEqual([[credentials, address, change]]);
	expect(responseNames(result)).toEqual(["utter_address_changed"]);
	expect(valuesOf(result)).toMatchObject({ address });
});

test("[SA7] [SA8] a return is registered with its reason and kind", async ({ expect }) => {
	const shop = shopWith({ status: "delivered", deliveredAtMs: daysFromNow(-3) });
	const slots = { ...known, return_reason: "too small", return_kind: "exchange" };
	const asked = await runAction("action_ask_return_form_return_confirmed", { slots }, shop);
	expect(responseNames(asked)).toEqual(["utter_confirm_exchange"]);
	expect(valuesOf(asked)).toMatchObject({ reason: "too small", amount: "€1,049.90" });
	const result = await runAction("action_submit_return", { slots }, shop);
	expect(shop.callsOf("requestReturn")).toEqual([
		[credentials, { reason: "too small", kind: "exchange" }, change],
	]);
	expect(responseNames(result)).toEqual(["utter_exchange_accepted"]);
	expect(valuesOf(result)).toMatchObject({ return: "R-2001", email: EMAIL });
	const plain = await runAction("action_submit_return", { slots: { ...slots, return_kind: null } }, shop);
	expect(responseNames(plain)).toEqual(["utter_return_accepted"]);
	const order = orderOf({ status: "delivered" });
	const again = new RecordingShop({
		email: EMAIL,
		orders: [order],
		returned: { status: "already_requested", returnNumber: "R-1999", order },
	});
	const twice = await runAction("action_submit_return", { slots }, again);
	expect(responseNames(twice)).toEqual(["utter_return_already"]);
	expect(valuesOf(twice)).toMatchObject({ return: "R-1999" });
});
