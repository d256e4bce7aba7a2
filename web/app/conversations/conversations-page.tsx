import { MessagesSquare } from "lucide-react";
import { useCallback } from "react";
import { useLocation, useRoute, useSearchParams } from "wouter";
import { EmptyState } from "../../ui/states.tsx";
import { ListPane } from "../list-pane.tsx";
import { Page } from "../page.tsx";
import { useRows } from "../reading.ts";
import { BehindPane } from "./behind-pane.tsx";
import { type ConversationFilter, NO_FILTER, readConversations } from "./conversation-api.ts";
import { ConversationList } from "./conversation-list.tsx";
import { ConversationView } from "./conversation-view.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { useStepThrough } from "./use-step-through.ts";

/** Everybody's conversations: found, read, and understood. */
export function ConversationsPage() {
	const [params] = useSearchParams();
	const [, route] = useRoute("/conversations/:id");
	const openId = route?.id ?? null;
	const go = useGoTo();
	// a number of a report was clicked: its conversations in the place of all
	const List = params.has("figure") ? BehindPane : AllPane;
	return (
		<div className="flex min-h-0 flex-1">
			<ListPane title="Conversations" isCovered={openId !== null}>
				<List openId={openId} onGo={go} />
			</ListPane>
			{openId === null ? (
				<div className="hidden min-w-0 flex-1 place-content-center beside:grid">
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

interface PaneProps {
	openId: string | null;
	onGo: (id: string) => void;
}

/** All of them, narrowed by words and filters. */
function AllPane({ openId, onGo }: PaneProps) {
	const [filter, setFilter] = useFilter();
	const list = useRows(["conversations", filter], (ask, cursor) => readConversations(ask, filter, cursor));
	useStepThrough(list.rows, openId, onGo);
	return (
		<Page title="Conversations" isFull>
			<FilterBar filter={filter} onFilter={setFilter} />
			<ConversationList
				list={list}
				openId={openId}
				isFiltered={JSON.stringify(filter) !== JSON.stringify(NO_FILTER)}
				onClear={() => setFilter(NO_FILTER)}
			/>
		</Page>
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
