import { readFileSync, readdirSync } from "node:fs";
import { beforeAll, test } from "vitest";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { readProjectSource } from "../../cli/project-source.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import type { OrderStatus, OrderView } from "../../contracts/shop.ts";
import { EMAIL, daysFromNow, orderOf, productOf } from "../testing/order-of.ts";
import { RecordingShop, type ShopContents } from "../testing/recording-shop.ts";
import { runAction, type Situation } from "../testing/run-action.ts";

const ACTIONS = new URL("../actions/", import.meta.url);
const STATUSES: readonly OrderStatus[] = [
	"pending",
	"paid",
	"packed",
	"dispatched",
	"delivered",
	"cancelled",
	"returned",
];

/** Every text of each response, buttons included. */
const texts = new Map<string, string>();
const slots = new Set<string>();

beforeAll(async () => {
	const source = await readProjectSource(new URL("..", import.meta.url).pathname);
	for (const file of parseProjectFiles(source.training).files) {
		for (const entry of file.root.get("responses")?.entries() ?? [])
			texts.set(entry.key, JSON.stringify(entry.value.toJson()));
		for (const entry of file.root.get("slots")?.entries() ?? []) slots.add(entry.key);
	}
});

test("[SA17] every response that the actions name is in the domain", ({ expect }) => {
	const sources = readdirSync(ACTIONS).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
	const code = sources.map((name) => readFileSync(new URL(name, ACTIONS), "utf8")).join("\n");
	const named = [...code.matchAll(/"(utter_[a-z_]+)"/g)].map((match) => match[1] ?? "");
	expect(named.length).toBeGreaterThan(50);
	expect([...new Set(named)].filter((name) => !texts.has(name))).toEqual([]);
});

test("[SA29] no sentence has hours of its own: they are the site's", async ({ expect }) => {
	const directory = new URL("../domain/", import.meta.url);
	const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
		/responses-|translations\/.*\.yml$/u.test(name),
	);
	expect(files.length).toBeGreaterThan(8);
	const hours = /\b9\b.{1,15}\b18\b|الساعة 9/u;
	expect(files.filter((name) => hours.test(readFileSync(new URL(name, directory), "utf8")))).toEqual([]);
});

test("[SA17] every brace gets its value, in every state of an order", async ({ expect }) => {
	const faults = new Set<string>();
	const check = async (name: string, situation: Situation, contents: ShopContents): Promise<void> => {
		for (const draft of (await runAction(name, situation, new RecordingShop(contents))).responses) {
			if (!("response" in draft)) continue;
			for (const brace of braces(draft.response))
				if (!isGiven(draft.values ?? {}, brace)) faults.add(`${name}: ${draft.response} lacks {${brace}}`);
			if (!texts.has(draft.response)) faults.add(`${name}: the domain has no ${draft.response}`);
		}
	};
	const known = { order_number: "A-10001", email: EMAIL };
	const candidates = { ...known };
	for (const order of orders()) {
		const contents = { email: EMAIL, orders: [order] };
		for (const action of [
			"order_status",
			"delivery_date",
			"refund_status",
			"missing_parcel",
			"check_cancellation",
		])
			await check(`action_${action}`, { slots: known }, contents);
		for (const form of ["order_lookup", "address", "return", "damaged_parcel"])
			await check(`validate_${form}_form`, { candidates }, contents);
		await check(
			"action_ask_return_form_return_confirmed",
			{ slots: { ...known, return_kind: "exchange" } },
			contents,
		);
		for (const outcome of outcomes(order)) {
			await check("action_cancel_order", { slots: known }, { ...contents, ...outcome });
			await check("action_change_address", { slots: known }, { ...contents, ...outcome });
			await check("action_submit_return", { slots: known }, { ...contents, ...outcome });
		}
		for (const status of ["pending", "approved", "paid", "rejected"] as const) {
			const refund = {
				orderNumber: "A-10001",
				amountCents: 1,
				currency: "EUR",
				createdAtMs: 0,
				paidAtMs: null,
				status,
			};
			await check("action_refund_status", { slots: known }, { ...contents, refunds: [refund] });
		}
	}
	const contents = { email: EMAIL, orders: [orderOf({})] };
	for (const stock of [0, 2, 20])
		for (const action of ["action_price", "action_availability", "action_product_question"])
			await check(action, { text: "kettle" }, { ...contents, products: [productOf({ stock })] });
	for (const action of ["action_report_damage", "action_submit_complaint", "action_open_handover"])
		await check(action, { slots: known }, contents);
	expect([...faults]).toEqual([]);
});

function orders(): OrderView[] {
	return STATUSES.flatMap((status) => [
		orderOf({ status, deliveredAtMs: daysFromNow(-60), promisedAtMs: daysFromNow(-61) }),
		orderOf({ status, promisedAtMs: null, carrier: null, trackingNumber: null }),
		orderOf({ status }),
	]);
}

function outcomes(order: OrderView): Partial<ShopContents>[] {
	return [
		{},
		{ cancel: { status: "too_late", order }, address: { status: "too_late", order } },
		{ cancel: { status: "already_cancelled", order }, returned: { status: "not_delivered", order } },
		{ cancel: { status: "cancelled", order, refundCents: 0 } },
		{ returned: { status: "window_closed", order, windowDays: 30 } },
		{ returned: { status: "already_requested", returnNumber: "R-1", order } },
	];
}

function braces(response: string): string[] {
	return [...(texts.get(response) ?? "").matchAll(/\{([a-z_]+)\}/g)].map((match) => match[1] ?? "");
}

function isGiven(values: Readonly<Record<string, JsonValue>>, brace: string): boolean {
	return (values[brace] ?? null) !== null || slots.has(brace);
}
