import { resolve } from "node:path";
import { demoOrders, type DemoOrderName } from "../store/demo-orders.ts";
import type { StartOptions } from "./start-options.ts";

/** The orders worth trying first: one that is on its way, one that can be cancelled, one that can be returned. */
const SHOWN: readonly (readonly [DemoOrderName, string])[] = [
	["dispatched", "on its way: ask where it is"],
	["paid", "not sent yet: cancel it, or change its address"],
	["delivered", "delivered two days ago: return it"],
	["deliveredLongAgo", "delivered long ago: too late to return"],
];

/** Commands find a product by its folder, unless it is the usual one. */
function dataOption({ data }: StartOptions): string {
	return data === resolve(".data") ? "" : ` --data ${data}`;
}

/** What `npm start` prints when it serves: addresses, and what to try. */
export function welcomeText(origin: string, options: StartOptions, seconds: number): string {
	const orders = SHOWN.map(([name, about]) => {
		const { number, email } = demoOrders[name];
		return `    ${number}  ${email.padEnd(20)} ${about}`;
	});
	const demo =
		options.project === "assistant"
			? `\n  Orders to ask about (more in docs/demo-data.md):\n${orders.join("\n")}\n`
			: "";
	return `
  Customer Care AI is ready after ${seconds.toFixed(1)} s.

  Chat page     ${origin}/
  Desk          ${origin}/app
  Account       ${origin}/account
  Mails         ${origin}/mailbox
  REST channel  ${origin}/webhooks/rest/webhook
  API           ${origin}/api-docs
  Readiness     ${origin}/readyz
${demo}
  Administrator: npm run care -- admin --email you@example.com${dataOption(options)} prints a link that makes you one.
  Data and worker.log are in ${options.data}. Ctrl+C stops it.
`;
}
