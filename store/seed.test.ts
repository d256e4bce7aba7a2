import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { demoOrders } from "./demo-orders.ts";
import { demoShop } from "./seed.ts";

const DAY_MS = 86_400_000;
const NOON_MS = Date.UTC(2026, 10, 23, 12);
const shop = demoShop(NOON_MS);
const orders = new Map(shop.orders.map((order) => [order.number, order]));

test("[SD1] the same day gives the same shop, at any hour", ({ expect }) => {
	expect(demoShop(NOON_MS + 5 * 3_600_000)).toEqual(shop);
	expect(
		demoShop(NOON_MS + DAY_MS).orders.map(({ number, status, totalCents }) => [number, status, totalCents]),
	).toEqual(shop.orders.map(({ number, status, totalCents }) => [number, status, totalCents]));
});

test("[SD1] customers, products and orders in all states, each with its own number", ({ expect }) => {
	expect([shop.customers.length, shop.products.length, shop.orders.length]).toEqual([50, 80, 300]);
	for (const keys of [
		shop.customers.map(({ email }) => email),
		shop.products.map(({ sku }) => sku),
		shop.products.map(({ name }) => name),
		shop.orders.map(({ number }) => number),
		shop.returns.map(({ number }) => number),
		shop.refunds.map(({ key }) => key),
		shop.tickets.map(({ number }) => number),
	])
		expect(new Set(keys).size).toBe(keys.length);
	for (const status of [
		"pending",
		"paid",
		"packed",
		"dispatched",
		"delivered",
		"cancelled",
		"returned",
	] as const)
		expect(shop.orders.filter((order) => order.status === status).length, status).toBeGreaterThan(9);
	expect(shop.products.some(({ stock }) => stock === 0)).toBe(true);
});

test("[SD1] an order's times follow each other, lie in the past, and its total is that of its lines", ({
	expect,
}) => {
	const emails = new Set(shop.customers.map(({ email }) => email));
	for (const order of shop.orders) {
		const steps = [
			order.placedAtMs,
			order.paidAtMs,
			order.dispatchedAtMs,
			order.deliveredAtMs,
			order.cancelledAtMs,
		];
		const times = steps.filter((time) => time !== null);
		expect(times, order.number).toEqual([...times].sort((a, b) => a - b));
		expect(times.at(-1), order.number).toBeLessThan(NOON_MS);
		expect(emails).toContain(order.email);
		const goods = order.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceCents, 0);
		expect(order.totalCents).toBe(goods + order.shippingCents);
		expect(goods).toBeGreaterThan(0);
		expect(new Set(order.lines.map(({ sku }) => sku)).size).toBe(order.lines.length);
	}
});

test("[SD1] returns and refunds fit their orders", ({ expect }) => {
	for (const { orderNumber, number, requestedAtMs } of shop.returns) {
		const order = orders.get(orderNumber);
		expect(order?.returnNumber).toBe(number);
		expect(requestedAtMs - (order?.deliveredAtMs ?? Infinity)).toBeLessThanOrEqual(30 * DAY_MS);
		expect(requestedAtMs).toBeLessThan(NOON_MS);
	}
	for (const { orderNumber, amountCents, createdAtMs, paidAtMs } of shop.refunds) {
		expect(amountCents).toBe(orders.get(orderNumber)?.totalCents);
		expect(paidAtMs ?? createdAtMs).toBeLessThan(NOON_MS);
	}
	const paidAndCancelled = shop.orders.filter(
		({ status, paidAtMs }) => status === "cancelled" && paidAtMs !== null,
	);
	expect(shop.refunds).toHaveLength(shop.returns.length + paidAndCancelled.length);
	expect(shop.orders.filter(({ returnNumber }) => returnNumber !== null)).toHaveLength(shop.returns.length);
	for (const { createdAtMs } of shop.tickets) expect(createdAtMs).toBeLessThan(NOON_MS);
});

test("[SD3] the demo orders are what they are said to be", ({ expect }) => {
	const told = Object.fromEntries(
		Object.entries(demoOrders).map(([name, { number, email }]) => {
			const order = orders.get(number);
			expect(order?.email).toBe(email);
			return [name, order?.status];
		}),
	);
	expect(told).toEqual({
		pending: "pending",
		paid: "paid",
		packed: "packed",
		dispatched: "dispatched",
		delivered: "delivered",
		deliveredLongAgo: "delivered",
		cancelled: "cancelled",
		returned: "returned",
		returnRequested: "delivered",
		late: "dispatched",
	});
	const age = (name: keyof typeof demoOrders) =>
		NOON_MS - (orders.get(demoOrders[name].number)?.deliveredAtMs ?? 0);
	expect(age("delivered")).toBeLessThan(4 * DAY_MS);
	expect(age("deliveredLongAgo")).toBeGreaterThan(31 * DAY_MS);
	expect(orders.get(demoOrders.late.number)?.promisedAtMs).toBeLessThan(NOON_MS - DAY_MS);
	expect(orders.get(demoOrders.returnRequested.number)?.returnNumber).not.toBeNull();
	expect(orders.get(demoOrders.delivered.number)?.returnNumber).toBeNull();
});

const page = join(import.meta.dirname, "..", "docs", "demo-data.md");
test.skipIf(!existsSync(page))("[SD3] the page of the demo data lists the demo orders", ({ expect }) => {
	const text = readFileSync(page, "utf8");
	for (const [name, { number, email }] of Object.entries(demoOrders))
		expect(text, name).toMatch(new RegExp(`\\| \`${number}\` +\\| \`${email}\` +\\|`));
});
