import { Avatar } from "../../ui/avatar.tsx";
import { LabelChip } from "../../ui/label-chip.tsx";
import { ExactMoment, Moment } from "../../ui/moment.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { contactName } from "../contacts/contact-name.ts";
import { useRead, useRows } from "../reading.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { useMay } from "../world.ts";
import { NO_FILTER, readContact, readConversation, readConversations } from "./conversation-api.ts";
import { Fact, PanelSection } from "./panel-parts.tsx";
import { LabelPicker } from "./label-picker.tsx";
import type { Entry } from "./log-entries.ts";

/** Who it is with, what hangs on it, and what there was before. */
export function ContactDetails({ id, entries }: { id: string; entries: readonly Entry[] }) {
	const conversation = useRead(["conversation", id], (ask) => readConversation(ask, id));
	const mayLabel = useMay("conversations:write");
	const { data } = conversation;
	if (data === undefined) return <Skeleton className="h-40" />;
	const ratings = entries.filter(({ kind }) => kind === "feedback").length;
	return (
		<>
			<ContactSection contactId={data.contactId} />
			<PanelSection title="Labels">
				<div className="flex flex-wrap items-center gap-1.5">
					{data.labels.map((label) => (
						<LabelChip key={label.id} label={label} />
					))}
					{data.labels.length === 0 && !mayLabel && <span className="text-muted">None</span>}
					{mayLabel && <LabelPicker id={id} labels={data.labels} />}
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
						<span className="tabular">{data.messages}</span>
					</Fact>
					{ratings > 0 && (
						<Fact name="Ratings">
							<span className="tabular">{ratings}</span>
						</Fact>
					)}
					<Fact name="Model">
						<span className="font-mono text-xs">{data.modelId ?? "none yet"}</span>
					</Fact>
				</dl>
			</PanelSection>
			{data.contactId !== null && <Earlier contactId={data.contactId} openId={id} />}
		</>
	);
}

function ContactSection({ contactId }: { contactId: string | null }) {
	const mayRead = useMay("contacts:read");
	const contact = useRead(
		["contact", contactId],
		(ask) => readContact(ask, contactId ?? ""),
		mayRead && contactId !== null,
	);
	if (contactId === null || !mayRead) return null;
	if (contact.data === undefined) return <Skeleton className="mb-5 h-12" />;
	const name = contactName(contact.data);
	return (
		<div className="mb-5 flex items-center gap-3">
			<Avatar person={name} size="medium" />
			<div className="min-w-0">
				<p className="truncate font-semibold">{name}</p>
				<p className="truncate text-xs text-muted">
					{contact.data.email === null
						? "Not verified: without an account"
						: `${contact.data.email} · verified`}
				</p>
			</div>
		</div>
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
