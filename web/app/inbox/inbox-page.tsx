import { Inbox as InboxIcon } from "lucide-react";
import { useRef, useState } from "react";
import { useLocation, useRoute } from "wouter";
import { EmptyState } from "../../ui/states.tsx";
import { ListPane } from "../list-pane.tsx";
import { useLostFocus } from "../lost-focus.ts";
import { Page } from "../page.tsx";
import { useCommands } from "../shell/use-commands.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { useHeldRow } from "./held-row.ts";
import { InboxList } from "./inbox-list.tsx";
import { useQuestion } from "./inbox-question.ts";
import { neighbour, successor } from "./inbox-rows.ts";
import { InboxTabs } from "./inbox-tabs.tsx";
import { InboxThread } from "./inbox-thread.tsx";
import { useInbox } from "./use-inbox.ts";
import { useSelection } from "./use-selection.ts";

/** Where agents work: the list, the conversation that is open, and what is known of it. */
export function InboxPage() {
	const [question, ask] = useQuestion();
	const [, params] = useRoute("/inbox/:id");
	const openId = params?.id ?? null;
	const read = useInbox(question);
	const list = { ...read, rows: useHeldRow(read.rows, openId, JSON.stringify(question)) };
	const [, navigate] = useLocation();
	const open = (id: string | null): void =>
		navigate(`/inbox${id === null ? "" : `/${id}`}${location.search}`);
	const selection = useSelection(list.rows);
	const [cursorId, setCursorId] = useState<string | null>(null);
	const at = openId ?? cursorId;
	const { pane, thread } = usePlaces(openId, selection.ids.size > 0);
	const go = (step: 1 | -1): void => {
		const next = neighbour(list.rows, at, step);
		if (next === null) return;
		if (openId === null) setCursorId(next);
		else open(next);
	};
	useListCommands({
		onGo: go,
		onOpen: () => open(at),
		onMark: () => void (at !== null && selection.mark(at, false)),
	});
	return (
		<div className="flex min-h-0 flex-1">
			<ListPane title="Inbox" place={pane} isCovered={openId !== null}>
				<Page title="Inbox" isFull>
					<InboxTabs question={question} onAsk={ask}>
						{selection.ids.size > 0 && <BulkBar rows={list.rows} selection={selection} />}
					</InboxTabs>
					<InboxList
						key={JSON.stringify(question)}
						list={list}
						question={question}
						onAsk={ask}
						at={at}
						openId={openId}
						selection={selection}
					/>
				</Page>
			</ListPane>
			{openId === null ? (
				<NothingOpen />
			) : (
				<InboxThread
					key={openId}
					id={openId}
					place={thread}
					onBack={() => {
						// J goes on with the line below, also where this one has left the list
						const isListed = read.rows.some(({ id }) => id === openId);
						setCursorId(isListed ? openId : neighbour(list.rows, openId, -1));
						open(null);
					}}
					onDone={() => open(successor(list.rows, openId))}
				/>
			)}
		</div>
	);
}

function NothingOpen() {
	return (
		<div className="hidden min-w-0 flex-1 place-content-center beside:grid">
			<EmptyState icon={<InboxIcon size={20} />} title="Choose a conversation">
				J and K go through the list, O opens it.
			</EmptyState>
		</div>
	);
}

/** What was resolved or put away has gone with its buttons, and so has the bar of what was marked: the focus goes to what is there. */
function usePlaces(openId: string | null, isMarking: boolean) {
	const pane = useRef<HTMLDivElement>(null);
	const thread = useRef<HTMLElement>(null);
	useLostFocus(openId === null ? pane : thread, `${openId} ${isMarking}`);
	return { pane, thread };
}

interface ListCommands {
	onGo: (step: 1 | -1) => void;
	onOpen: () => void;
	onMark: () => void;
}

function useListCommands({ onGo, onOpen, onMark }: ListCommands): void {
	const group = "Inbox";
	useCommands([
		{ id: "inbox-next", label: "Next conversation", group, keys: "J", run: () => onGo(1) },
		{ id: "inbox-back", label: "Previous conversation", group, keys: "K", run: () => onGo(-1) },
		{ id: "inbox-open", label: "Open the conversation", group, keys: "O", run: onOpen },
		{ id: "inbox-mark", label: "Select", group, keys: "X", run: onMark },
	]);
}
