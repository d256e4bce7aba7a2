import {
	ArrowLeft,
	Bot,
	CircleCheck,
	Clock,
	Ellipsis,
	Hand,
	PanelRight,
	RotateCcw,
	UserRoundPlus,
} from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { dateFormat } from "../../ui/short-time.ts";
import { useNow } from "../../ui/use-now.ts";
import { useRead } from "../reading.ts";
import { useCommands } from "../shell/use-commands.ts";
import { useDesk } from "../world.ts";
import { readAgents } from "./inbox-api.ts";
import { snoozePresets } from "./snooze-times.ts";
import type { OpenConversation } from "./use-conversation.ts";
import { useDeskCommand } from "./use-desk-command.ts";

interface ThreadHeaderProps {
	conversation: OpenConversation;
	/** Who it is with. */
	customer: string;
	onBack: () => void;
	onDone: () => void;
	onDetails: () => void;
	onLabel: () => void;
}

type OpenMenu = "assign" | "snooze" | null;

/** Who is responsible, and what can be done: take over, hand back, assign, put away, close. */
export function ThreadHeader(props: ThreadHeaderProps) {
	const { conversation, customer, onBack, onDone, onDetails, onLabel } = props;
	const { me } = useDesk();
	const run = useDeskCommand();
	const [menu, setMenu] = useState<OpenMenu>(null);
	const isMine = conversation.assignee?.id === me.id;
	const isResolved = conversation.status === "resolved";
	// what the bot answers waits for nobody
	const mayWait = !isResolved && conversation.owner !== "bot";
	const close = (): void => {
		if (isResolved) return void run(conversation, { name: "reopen" });
		void run(conversation, { name: "resolve" });
		onDone();
	};
	const takeOrGive = (): void => void run(conversation, { name: isMine ? "hand-back" : "take-over" });
	useThreadCommands({
		isMine,
		isResolved,
		mayWait,
		onClose: close,
		onTakeOrGive: takeOrGive,
		onMenu: setMenu,
		onLabel,
		onBack,
	});
	return (
		<header className="flex min-h-13 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3 py-1.5">
			<Responsible conversation={conversation} customer={customer} onBack={onBack} />
			<div className="order-last flex items-center gap-1 max-sm:w-full max-sm:flex-wrap sm:gap-2">
				<MainButtons isMine={isMine} isResolved={isResolved} onTakeOrGive={takeOrGive} onClose={close} />
				<AssignMenu
					conversation={conversation}
					isOpen={menu === "assign"}
					onOpen={(is) => setMenu(is ? "assign" : null)}
				/>
				{mayWait && (
					<SnoozeMenu
						conversation={conversation}
						isOpen={menu === "snooze"}
						onOpen={(is) => setMenu(is ? "snooze" : null)}
						onDone={onDone}
					/>
				)}
				<MoreMenu conversation={conversation} />
			</div>
			<IconButton
				label="Details"
				icon={<PanelRight size={16} />}
				className="size-8 xl:hidden"
				onClick={onDetails}
			/>
		</header>
	);
}

/** Who it is with, and who answers. */
function Responsible({
	conversation,
	customer,
	onBack,
}: Pick<ThreadHeaderProps, "conversation" | "customer" | "onBack">) {
	const { me } = useDesk();
	return (
		<>
			<IconButton
				label="Back to the list"
				icon={<ArrowLeft size={16} />}
				className="size-8 beside:hidden"
				onClick={onBack}
			/>
			{/* the buttons go below rather than cut off who it is */}
			<div className="min-w-28 flex-1">
				<h2 className="truncate font-semibold">{customer}</h2>
				<p className="truncate text-xs text-muted">{responsible(conversation, me.id)}</p>
			</div>
		</>
	);
}

interface ThreadCommands {
	isMine: boolean;
	isResolved: boolean;
	mayWait: boolean;
	onClose: () => void;
	onTakeOrGive: () => void;
	onMenu: (menu: OpenMenu) => void;
	onLabel: () => void;
	onBack: () => void;
}

function useThreadCommands({ isMine, isResolved, mayWait, ...on }: ThreadCommands): void {
	const group = "Conversation";
	const take = isMine ? "Hand back to the bot" : "Take over";
	const snooze = { id: "thread-snooze", label: "Snooze…", group, keys: "S", run: () => on.onMenu("snooze") };
	useCommands([
		{ id: "thread-close", label: isResolved ? "Reopen" : "Resolve", group, keys: "E", run: on.onClose },
		{ id: "thread-take", label: take, group, keys: "T", run: on.onTakeOrGive },
		...(mayWait ? [snooze] : []),
		{ id: "thread-assign", label: "Assign…", group, keys: "A", run: () => on.onMenu("assign") },
		{ id: "thread-label", label: "Label…", group, keys: "L", run: on.onLabel },
		{ id: "thread-leave", label: "Back to the list", group, keys: "Esc", run: on.onBack },
	]);
}

/** Who answers, in words. */
export function responsible(
	{ owner, assignee, status }: Pick<OpenConversation, "owner" | "assignee" | "status">,
	meId: string,
): string {
	const state = status === "open" ? "" : status === "snoozed" ? "Snoozed · " : "Resolved · ";
	if (owner === "bot") return `${state}The bot answers`;
	if (owner === "queue") return `${state}Waits for a person`;
	if (assignee?.id === meId) return `${state}You answer`;
	return `${state}${assignee?.name ?? "A person"} answers`;
}

interface SubMenuProps {
	conversation: OpenConversation;
	isOpen: boolean;
	onOpen: (isOpen: boolean) => void;
}

function AssignMenu({ conversation, isOpen, onOpen }: SubMenuProps) {
	const { me } = useDesk();
	const run = useDeskCommand();
	const agents = useRead(["agents"], readAgents);
	return (
		<Menu
			isOpen={isOpen}
			onOpenChange={onOpen}
			trigger={<IconButton label="Assign" icon={<UserRoundPlus size={16} />} className="size-8" />}
			groups={[
				{
					heading: "Assign to",
					items: (agents.data?.agents ?? []).map(({ id, name }) => ({
						label: id === me.id ? `${name} (you)` : name,
						isChosen: conversation.assignee?.id === id,
						run: () => void run(conversation, { name: "assign", userId: id }),
					})),
				},
				{ items: [{ label: "Back into the queue", run: () => void run(conversation, { name: "queue" }) }] },
			]}
		/>
	);
}

function SnoozeMenu({ conversation, isOpen, onOpen, onDone }: SubMenuProps & { onDone: () => void }) {
	const run = useDeskCommand();
	const nowMs = useNow(60_000);
	const time = dateFormat({ weekday: "short", hour: "numeric", minute: "2-digit" });
	return (
		<Menu
			isOpen={isOpen}
			onOpenChange={onOpen}
			trigger={<IconButton label="Snooze" icon={<Clock size={16} />} className="size-8" />}
			groups={[
				{
					heading: "Put away",
					items: snoozePresets(nowMs).map(({ label, untilMs }) => ({
						label,
						...(untilMs === null ? {} : { keys: time.format(untilMs) }),
						run: () => {
							const until = untilMs === null ? null : new Date(untilMs).toISOString();
							void run(conversation, { name: "snooze", until });
							onDone();
						},
					})),
				},
			]}
		/>
	);
}

const PRIORITIES = ["urgent", "high", "normal", "low"] as const;

function MoreMenu({ conversation }: { conversation: OpenConversation }) {
	const run = useDeskCommand();
	return (
		<Menu
			trigger={<IconButton label="More" icon={<Ellipsis size={16} />} className="size-8" />}
			groups={[
				{
					heading: "Priority",
					items: PRIORITIES.map((priority) => ({
						label: `${priority.charAt(0).toUpperCase()}${priority.slice(1)}`,
						isChosen: conversation.priority === priority,
						run: () => void run(conversation, { name: "priority", priority }),
					})),
				},
			]}
		/>
	);
}

interface MainButtonsProps {
	isMine: boolean;
	isResolved: boolean;
	onTakeOrGive: () => void;
	onClose: () => void;
}

function MainButtons({ isMine, isResolved, onTakeOrGive, onClose }: MainButtonsProps) {
	return (
		<>
			<Button
				size="compact"
				look={isMine ? "outline" : "solid"}
				className="whitespace-nowrap"
				onClick={onTakeOrGive}
			>
				{isMine ? (
					<Bot aria-hidden="true" size={14} className="max-sm:hidden" />
				) : (
					<Hand aria-hidden="true" size={14} className="max-sm:hidden" />
				)}
				{isMine ? "Hand back" : "Take over"}
			</Button>
			<Button size="compact" onClick={onClose}>
				{isResolved ? (
					<RotateCcw aria-hidden="true" size={14} className="max-sm:hidden" />
				) : (
					<CircleCheck aria-hidden="true" size={14} className="max-sm:hidden" />
				)}
				{isResolved ? "Reopen" : "Resolve"}
			</Button>
		</>
	);
}
