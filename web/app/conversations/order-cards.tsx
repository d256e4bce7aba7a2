import { DeskOrder } from "../../../contracts/desk.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useContact, type ContactOf } from "../contacts/use-contact.ts";
import { useRead } from "../reading.ts";
import { type Ask, useMay } from "../world.ts";
import type { Entry } from "./log-entries.ts";
import { namedOrders } from "./named-orders.ts";
import { Fact, PanelSection } from "./panel-parts.tsx";

const readOrder = (ask: Ask, number: string) =>
	ask(DeskOrder, `/api/desk/orders/${encodeURIComponent(number)}`);

/** A state of a later release stands there as it is called. */
const TONES: Readonly<Record<string, Tone>> = { delivered: "good", cancelled: "danger", returned: "warn" };

/** The orders that the conversation is about, for whoever may see orders. */
export function OrderCards({ entries, of }: { entries: readonly Entry[]; of: ContactOf }) {
	const mayRead = useMay("orders:read");
	const contact = useContact(of);
	const numbers = namedOrders(entries);
	if (!mayRead || numbers.length === 0) return null;
	return (
		<PanelSection title={numbers.length === 1 ? "Order" : "Orders"}>
			<ul className="space-y-2">
				{numbers.map((number) => (
					<li key={number} className="rounded-md border border-line bg-raised p-3">
						<OrderCard number={number} verifiedEmail={contact?.verified === true ? contact.email : null} />
					</li>
				))}
			</ul>
		</PanelSection>
	);
}

function OrderCard({ number, verifiedEmail }: { number: string; verifiedEmail: string | null }) {
	const { data: order, error } = useRead(["order", number], (ask) => readOrder(ask, number));
	if (error !== null)
		return (
			<p className="text-muted">
				{number}: {error.message}
			</p>
		);
	if (order === undefined) return <Skeleton className="h-24" />;
	return (
		<>
			<p className="mb-1 flex items-center justify-between gap-2">
				<span className="tabular font-semibold">{order.number}</span>
				<Badge tone={TONES[order.status] ?? "accent"}>{order.status}</Badge>
			</p>
			<ul className="mb-1.5">
				{order.lines.map(({ sku, name, quantity, unitPriceCents }) => (
					<li key={sku} className="flex items-baseline justify-between gap-3">
						<span className="min-w-0 break-words">
							{quantity > 1 && `${quantity} × `}
							{name}
						</span>
						<span className="tabular shrink-0 text-muted">
							{money(quantity * unitPriceCents, order.currency)}
						</span>
					</li>
				))}
			</ul>
			<OrderFacts order={order} />
			{verifiedEmail !== order.customer.email && (
				<p className="mt-2 text-xs text-muted">
					Whether the writer is {order.customer.name}, nobody vouches for: an order number alone is no proof.
				</p>
			)}
		</>
	);
}

function OrderFacts({ order }: { order: DeskOrder }) {
	const { totalCents, currency, customer, placedAt, promisedAt, deliveredAt, carrier, trackingNumber } =
		order;
	const arrival = deliveredAt ?? promisedAt;
	return (
		<dl className="border-t border-line pt-1.5">
			<Fact name="Total">
				<span className="tabular">{money(totalCents, currency)}</span>
			</Fact>
			<Fact name="Customer">
				{customer.name}
				<span className="block text-xs break-all text-muted">{customer.email}</span>
			</Fact>
			<Fact name="Placed">
				<Moment at={placedAt} className="" />
			</Fact>
			{arrival !== null && (
				<Fact name={deliveredAt === null ? "Promised for" : "Delivered"}>
					<Moment at={arrival} className="" />
				</Fact>
			)}
			{trackingNumber !== null && (
				<Fact name={carrier ?? "Tracking"}>
					<span className="font-mono text-xs break-all">{trackingNumber}</span>
				</Fact>
			)}
			<Fact name="To">{order.deliveryAddress}</Fact>
		</dl>
	);
}

function money(cents: number, currency: string): string {
	return new Intl.NumberFormat("en-GB", { style: "currency", currency }).format(cents / 100);
}
