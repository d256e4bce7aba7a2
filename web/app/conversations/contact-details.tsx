import { useQuery } from "@tanstack/react-query";
import { BadgeCheck } from "lucide-react";
import type { Contact } from "../../../contracts/desk.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { LabelChip } from "../../ui/label-chip.tsx";
import { ExactMoment, Moment } from "../../ui/moment.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { contactName } from "../contacts/contact-name.ts";
import { type ContactOf, useContact } from "../contacts/use-contact.ts";
import { useRows } from "../reading.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { useDesk, useMay } from "../world.ts";
import { NO_FILTER, readConversations } from "./conversation-api.ts";
import { conversationQuery } from "./conversation-query.ts";
import { Fact, PanelSection } from "./panel-parts.tsx";
import { type LabelMenu, LabelPicker } from "./label-picker.tsx";
import { BotFacts, Opinions } from "./bot-facts.tsx";
import type { Entry } from "./log-entries.ts";
import { OrderCards } from "./order-cards.tsx";
import { messagesIn } from "./thread-items.ts";

interface ContactDetailsProps {
	id: string;
	entries: readonly Entry[];
	labelMenu: LabelMenu | undefined;
}

/** Who it is with, what hangs on it, and what there was before. */
export function ContactDetails({ id, entries, labelMenu }: ContactDetailsProps) {
	const conversation = useQuery(conversationQuery(useDesk(), id));
	const mayLabel = useMay("conversations:write");
	const { data } = conversation;
	if (data === undefined) return <Skeleton className="h-40" />;
	return (
		<>
			<ContactSection contactId={data.contactId} createdAt={data.createdAt} />
			<OrderCards entries={entries} of={data} />
			<PanelSection title="Labels">
				<div className="flex flex-wrap items-center gap-1.5">
					{data.labels.map((label) => (
						<LabelChip key={label.id} label={label} />
					))}
					{data.labels.length === 0 && !mayLabel && <span className="text-muted">None</span>}
					{mayLabel && <LabelPicker id={id} labels={data.labels} {...labelMenu} />}
				</div>
			</PanelSection>
			<PanelSection title="Conversation">
				<dl>
					<Fact name="Began">
						<ExactMoment at={data.createdAt} className="" />
					</Fact>
					<Fact name="Last activity">
						<Moment at={data.lastActivityAt} className="" />
					</Fact>
					<Fact name="Channel">{data.channel}</Fact>
					<Fact name="Messages">
						{/* the log is live; what was read of the conversation is as of then */}
						<span className="tabular">{entries.length === 0 ? data.messages : messagesIn(entries)}</span>
					</Fact>
					<Fact name="Model">
						<span className="font-mono text-xs">{data.modelId ?? "none yet"}</span>
					</Fact>
				</dl>
			</PanelSection>
			<BotFacts entries={entries} />
			<Opinions entries={entries} />
			{data.contactId !== null && <Earlier contactId={data.contactId} openId={id} />}
		</>
	);
}

function ContactSection(of: ContactOf) {
	const mayRead = useMay("contacts:read");
	const contact = useContact(of);
	if (of.contactId === null || !mayRead) return null;
	if (contact === undefined) return <Skeleton className="mb-5 h-12" />;
	const name = contactName(contact);
	return (
		<div className="mb-5">
			<div className="flex items-center gap-3">
				<Avatar person={name} size="medium" />
				<div className="min-w-0 flex-1">
					<p className="truncate font-semibold">{name}</p>
					{contact.email !== null && contact.email !== name && (
						<p className="truncate text-xs text-muted">{contact.email}</p>
					)}
				</div>
				<Verified contact={contact} />
			</div>
			<Attributes contact={contact} />
		</div>
	);
}

/** Whether anybody vouches for who it is, and who does. */
function Verified({ contact: { verified, identity } }: { contact: Contact }) {
	const by = identity === null ? "by their account" : `by ${identity.site}`;
	return verified ? (
		<Badge tone="good">
			<BadgeCheck aria-hidden="true" size={12} />
			<span title={`Verified ${by}`}>Verified</span>
		</Badge>
	) : (
		<Badge>
			<span title="Neither an account nor the company's server vouches for them">Not verified</span>
		</Badge>
	);
}

/** What the company's server said of them. */
function Attributes({ contact: { identity } }: { contact: Contact }) {
	const told = Object.entries(identity?.attributes ?? {});
	if (identity === null) return null;
	return (
		<dl className="mt-3">
			<Fact name="Customer number">
				<span className="font-mono text-xs break-all">{identity.subject}</span>
			</Fact>
			{told.map(([key, value]) => (
				<Fact key={key} name={key}>
					{typeof value === "string" ? value : JSON.stringify(value)}
				</Fact>
			))}
		</dl>
	);
}

function Earlier({ contactId, openId }: { contactId: string; openId: string }) {
	const filter = { ...NO_FILTER, contactId };
	const list = useRows(["conversations", filter], (ask, cursor) => readConversations(ask, filter, cursor));
	const others = list.rows.filter(({ id }) => id !== openId);
	return (
		<PanelSection title="Other conversations">
			{others.length === 0 && <p className="text-muted">{list.isPending ? "…" : "None"}</p>}
			<ul className="-mx-2">
				{others.map(({ id, preview, lastActivityAt }) => (
					<li key={id}>
						<NavLink
							to={`/conversations/${id}`}
							className="flex min-h-8 items-baseline justify-between gap-3 rounded-sm px-2 py-1 hover:bg-hover"
						>
							<span className="min-w-0 truncate">{preview ?? "No messages"}</span>
							<Moment at={lastActivityAt} className="text-xs text-muted" />
						</NavLink>
					</li>
				))}
			</ul>
		</PanelSection>
	);
}
