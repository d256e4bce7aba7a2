import { Inbox as InboxIcon } from "lucide-react";
import { useState } from "react";
import { useLocation, useRoute, useSearchParams } from "wouter";
import { ConversationStatus } from "../../../contracts/desk-commands.ts";
import { EmptyState } from "../../ui/states.tsx";
import { ListPane } from "../list-pane.tsx";
import { Page } from "../page.tsx";
import { useCommands } from "../shell/use-commands.ts";
import { useDesk } from "../world.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { type InboxQuestion, VIEWS } from "./inbox-api.ts";
import { InboxList } from "./inbox-list.tsx";
import { neighbour, successor } from "./inbox-rows.ts";
import { InboxTabs } from "./inbox-tabs.tsx";
import { InboxThread } from "./inbox-thread.tsx";
import { useInbox } from "./use-inbox.ts";
import { useSelection } from "./use-selection.ts";

/** Where agents work: the list, the conversation that is open, and what is known of it. */
export function InboxPage() {
	const [question, ask] = useQuestion();
	const list = useInbox(question);
	const [, params] = useRoute("/inbox/:id");
	const openId = params?.id ?? null;
	const [, navigate] = useLocation();
	const open = (id: string | null): void =>
		navigate(`/inbox${id === null ? "" : `/${id}`}${location.search}`);
	const selection = useSelection(list.rows);
	const [cursorId, setCursorId] = useState<string | null>(null);
	const at = openId ?? cursorId;
	const go = (step: 1 | -1): void => {
		const next = neighbour(list.rows, at, step);
		if (next === null) return;
		if (openId === null) setCursorId(next);
		else open(next);
	};
	useCommands([
		{ id: "inbox-next", label: "Next conversation", group: "Inbox", keys: "J", run: () => go(1) },
		{ id: "inbox-back", label: "Previous conversation", group: "Inbox", keys: "K", run: () => go(-1) },
		{ id: "inbox-open", label: "Open the conversation", group: "Inbox", keys: "O", run: () => open(at) },
		{
			id: "inbox-mark",
			label: "Select",
			group: "Inbox",
			keys: "X",
			run: () => at !== null && selection.toggle(at),
		},
	]);
	return (
		<div className="flex min-h-0 flex-1">
			<ListPane isCovered={openId !== null}>
				<Page title="Inbox" isFull>
					<InboxTabs question={question} onAsk={ask} shown={list.rows.length} hasMore={list.hasMore} />
					{selection.ids.size > 0 && <BulkBar rows={list.rows} selection={selection} />}
					<InboxList list={list} question={question} at={at} openId={openId} selection={selection} />
				</Page>
			</ListPane>
			{openId === null ? (
				<div className="hidden min-w-0 flex-1 place-content-center md:grid">
					<EmptyState icon={<InboxIcon size={20} />} title="Choose a conversation">
						J and K go through the list, O opens it.
					</EmptyState>
				</div>
			) : (
				<InboxThread
					key={openId}
					id={openId}
					onBack={() => open(null)}
					onDone={() => open(successor(list.rows, openId))}
				/>
			)}
		</div>
	);
}

/** The view and the status stand in the address. */
function useQuestion(): [InboxQuestion, (change: Partial<InboxQuestion>) => void] {
	const { me } = useDesk();
	const [params, setParams] = useSearchParams();
	const view = VIEWS.find((name) => name === params.get("view")) ?? "mine";
	const status = ConversationStatus.safeParse(params.get("status")).data ?? "open";
	const ask = (change: Partial<InboxQuestion>): void =>
		setParams({ view, status, ...pick(change) }, { replace: true });
	return [{ view, status, meId: me.id }, ask];
}

function pick({ view, status }: Partial<InboxQuestion>): Record<string, string> {
	return { ...(view === undefined ? {} : { view }), ...(status === undefined ? {} : { status }) };
}
