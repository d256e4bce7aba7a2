import { MessagesSquare } from "lucide-react";
import { useCallback } from "react";
import { useLocation, useRoute, useSearchParams } from "wouter";
import { EmptyState } from "../../ui/states.tsx";
import { ListPane } from "../list-pane.tsx";
import { Page } from "../page.tsx";
import { useRows } from "../reading.ts";
import { useCommands } from "../shell/use-commands.ts";
import { type ConversationFilter, NO_FILTER, readConversations } from "./conversation-api.ts";
import { ConversationList } from "./conversation-list.tsx";
import { ConversationView } from "./conversation-view.tsx";
import { FilterBar } from "./filter-bar.tsx";

/** Everybody's conversations: found, read, and understood. */
export function ConversationsPage() {
	const [filter, setFilter] = useFilter();
	const [, params] = useRoute("/conversations/:id");
	const openId = params?.id ?? null;
	const list = useRows(["conversations", filter], (ask, cursor) => readConversations(ask, filter, cursor));
	const go = useGoTo();
	useCommands(
		([1, -1] as const).map((step) => ({
			id: `conversation-${step}`,
			label: step === 1 ? "Next conversation" : "Previous conversation",
			group: "Conversations",
			keys: step === 1 ? "J" : "K",
			run: () => {
				const place = list.rows.findIndex(({ id }) => id === openId);
				const next = list.rows[place < 0 ? 0 : place + step];
				if (next !== undefined) go(next.id);
			},
		})),
	);
	return (
		<div className="flex min-h-0 flex-1">
			<ListPane isCovered={openId !== null}>
				<Page title="Conversations" isFull>
					<FilterBar filter={filter} onFilter={setFilter} />
					<ConversationList
						list={list}
						openId={openId}
						isFiltered={JSON.stringify(filter) !== JSON.stringify(NO_FILTER)}
						onClear={() => setFilter(NO_FILTER)}
					/>
				</Page>
			</ListPane>
			{openId === null ? (
				<div className="hidden min-w-0 flex-1 place-content-center md:grid">
					<EmptyState icon={<MessagesSquare size={20} />} title="Choose a conversation">
						J and K go through the list.
					</EmptyState>
				</div>
			) : (
				<ConversationView key={openId} id={openId} onBack={() => go(null)} />
			)}
		</div>
	);
}

/** Opens a conversation, and leaves the filters as they are. */
function useGoTo(): (id: string | null) => void {
	const [, navigate] = useLocation();
	return (id) => navigate(`/conversations${id === null ? "" : `/${id}`}${location.search}`);
}

/** The filters stand in the address: it can be sent to a colleague, and the way back works. */
function useFilter(): [ConversationFilter, (filter: Partial<ConversationFilter>) => void] {
	const [params, setParams] = useSearchParams();
	const filter = Object.fromEntries(Object.keys(NO_FILTER).map((name) => [name, params.get(name) ?? ""]));
	const set = useCallback(
		(change: Partial<ConversationFilter>) =>
			setParams(
				(before) => {
					const next = new URLSearchParams(before);
					for (const [name, value] of Object.entries(change)) {
						if (value === "") next.delete(name);
						else next.set(name, value);
					}
					return next;
				},
				{ replace: true },
			),
		[setParams],
	);
	return [{ ...NO_FILTER, ...filter }, set];
}
